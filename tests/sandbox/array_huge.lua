-- expect: array.zeros: 
array.zeros(1 << 40)
