-- expect: the script raised an error that is no text but a thread
error(coroutine.create(error))
