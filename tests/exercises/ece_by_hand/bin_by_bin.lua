-- expect: passed
-- a loop over the bins, in each of them one over the answers
local c, r = {}, {}
for i = 1, 300 do
  c[i] = math.random()
  r[i] = math.random() < c[i] and 1 or 0
end
local function ece(confidence, correct, bins)
  local total = 0
  for b = 1, bins do
    local low, high, gap = (b - 1) / bins, b / bins, 0
    for i = 1, #confidence do
      local inside = confidence[i] > low and confidence[i] <= high
      if inside or b == 1 and confidence[i] == 0 then gap = gap + confidence[i] - correct[i] end
    end
    total = total + math.abs(gap)
  end
  return total / #confidence
end
return { ece = ece, hand = ece(c, r, 10), library = stats.ece(array(c), array(r), { bins = 10 }) }
