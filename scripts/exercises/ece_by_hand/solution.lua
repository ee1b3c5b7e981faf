--[[ Calibration error by hand   親手計算校準誤差 ]]

-- 2000 answers of a model that is too sure of itself.   一個過度自信的模型的 2000 個答案
local confidence, correct = {}, {}
for i = 1, 2000 do
  confidence[i] = 0.3 + 0.7 * math.random()
  correct[i] = math.random() < confidence[i] ^ 2 and 1 or 0
end

-- Expected calibration error: two lists and the number of bins.   預期校準誤差
local function ece(confidence, correct, bins)
  local count, sure, right = {}, {}, {}
  for b = 1, bins do count[b], sure[b], right[b] = 0, 0, 0 end
  for i = 1, #confidence do
    local b = math.max(1, math.ceil(confidence[i] * bins))
    count[b] = count[b] + 1
    sure[b]  = sure[b] + confidence[i]
    right[b] = right[b] + correct[i]
  end
  local sum = 0
  for b = 1, bins do
    if count[b] > 0 then
      local gap = math.abs(sure[b] / count[b] - right[b] / count[b])
      sum = sum + gap * count[b] / #confidence
    end
  end
  return sum
end

local hand    = ece(confidence, correct, 10)
local library = stats.ece(confidence, correct, { bins = 10 })
print("by hand " .. hand .. ", library " .. library)

return { ece = ece, hand = hand, library = library }
