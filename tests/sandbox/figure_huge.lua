-- expect: 'width_px' must be a whole number in 64..20000
plot.figure { width_px = 1 << 40, height_px = 1 << 40 }:save "huge"
