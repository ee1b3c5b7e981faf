-- expect: attempt to load a binary chunk
require "bytecode" -- bytecode.lua begins as compiled Lua does
