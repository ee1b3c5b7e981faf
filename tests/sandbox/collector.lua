-- expect: the script has no 'collectgarbage'
collectgarbage "stop"
