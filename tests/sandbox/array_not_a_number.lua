-- expect: array.zeros: 
array.zeros(0 / 0)
