-- expect: passed
-- narrows the range down instead of trying all temperatures
local p = param {
  damage = { 0.4, min = 0.1, max = 5, doc = "temperature that breaks the model; below 1: too sure" },
}

-- Honest confidences, and whether the answers are right.   誠實的信心分數，以及答案對不對
local honest, correct = {}, {}
for i = 1, 3000 do
  honest[i] = 0.1 + 0.85 * math.random()
  correct[i] = math.random() < honest[i] and 1 or 0
end
local function apply(c, t) return 1 / (1 + math.exp(math.log(1 / c - 1) / t)) end
local function loss(confidence, correct, t)
  local sum = 0
  for i = 1, #confidence do
    local c = apply(confidence[i], t)
    sum = sum - correct[i] * math.log(c) - (1 - correct[i]) * math.log(1 - c)
  end
  return sum
end
local function best(confidence, correct)
  local low, high = 0.2, 5
  while high - low > 0.02 do
    local a, b = low + (high - low) / 3, high - (high - low) / 3
    if loss(confidence, correct, a) < loss(confidence, correct, b) then high = b else low = a end
  end
  return (low + high) / 2
end
local broken, mended = {}, {}
for i = 1, #honest do broken[i] = apply(honest[i], p.damage) end
local T = best(broken, correct)
for i = 1, #honest do mended[i] = apply(broken[i], T) end
return { apply = apply, best = best, temperature = T,
         before = stats.ece(broken, correct), after = stats.ece(mended, correct) }
