-- expect: the script raised an error that is no text but a nil
error(nil)
