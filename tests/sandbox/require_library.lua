-- expect: cannot read 'posix/unistd.lua'
require "posix.unistd".fork()
