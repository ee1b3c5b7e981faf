--[[ Calibration error by hand   親手計算校準誤差
This one puts all answers into a single bin.   這個版本把所有答案放進同一格。 ]]

-- 2000 answers of a model that is too sure of itself.   一個過度自信的模型的 2000 個答案
local confidence, correct = {}, {}
for i = 1, 2000 do
  confidence[i] = 0.3 + 0.7 * math.random()
  correct[i] = math.random() < confidence[i] ^ 2 and 1 or 0
end

-- Expected calibration error: two lists and the number of bins.   預期校準誤差
local function ece(confidence, correct, bins)
  local count, sure, right = 0, 0, 0
  for i = 1, #confidence do
    count = count + 1
    sure  = sure + confidence[i]
    right = right + correct[i]
  end
  return sure / count - right / count   -- one gap, with its sign   一個差距，而且有正負號
end

local hand    = ece(confidence, correct, 10)
local library = stats.ece(confidence, correct, { bins = 10 })
print("by hand " .. hand .. ", library " .. library)

return { ece = ece, hand = hand, library = library }
