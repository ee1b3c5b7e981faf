-- expect: is a symbolic link
require "linked"
