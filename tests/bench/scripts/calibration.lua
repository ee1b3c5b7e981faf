-- The bootstrap of a calibration error, 100,000 rows and 1,000 resamples; prints the seconds of
-- processor time, the error and the ends of its interval.
local p = param { resamples = { 1000, min = 10, integer = true, doc = "number of resamples" } }
local seed = 12345
local function uniform()
  seed = 16807 * seed % 2147483647
  return seed / 2147483647
end
local confidence, correct = array.zeros(100000), array.zeros(100000)
for i = 1, 100000 do
  local c = 0.2 + 0.8 * uniform()
  confidence[i] = c
  correct[i] = uniform() < c * c and 1 or 0
end
local before = os.clock()
local b = stats.bootstrap({ confidence, correct }, "ece",
                          { method = "percentile", seed = 1, resamples = p.resamples })
print(string.format("%.4f %.9f %.6f %.6f", os.clock() - before, b.estimate, b.low, b.high))
