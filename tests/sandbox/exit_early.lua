-- expect: attempt to call a nil value
rawget(_G, "os", "exit")(0)
