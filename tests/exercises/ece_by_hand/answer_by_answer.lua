-- expect: one_bin
-- a gap for each answer, so that bins make no difference
local function ece(confidence, correct)
  local sum = 0
  for i = 1, #confidence do sum = sum + math.abs(confidence[i] - correct[i]) end
  return sum / #confidence
end
local c, r = { 0.9, 0.8, 0.7 }, { 1, 1, 0 }
return { ece = ece, hand = ece(c, r), library = stats.ece(c, r, { bins = 10 }) }
