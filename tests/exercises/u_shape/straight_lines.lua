-- expect: passed
-- skills that are straight lines and steps, without a logistic
local function ramp(N, first, last)
  return math.max(0, math.min(1, (math.log(N, 10) - first) / (last - first)))
end
return {
  trap = function(N) return 0.8 * ramp(N, 7, 10) end,
  skill = function(N) return N > 1e12 and 0.9 or 0 end,
}
