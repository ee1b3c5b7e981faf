-- expect: a module has a name like
require "near\0../secret"
