-- expect: array.zeros: 
array.zeros(1 << 32, 1 << 32)
