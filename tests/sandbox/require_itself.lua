-- expect: requires itself
require "circle" -- which requires itself
