-- expect: passed
-- the other way to write it; the library finds the temperature
local p = param {
  damage = { 0.4, min = 0.1, max = 5, doc = "temperature that breaks the model; below 1: too sure" },
}

-- Honest confidences, and whether the answers are right.   誠實的信心分數，以及答案對不對
local honest, correct = {}, {}
for i = 1, 3000 do
  honest[i] = 0.1 + 0.85 * math.random()
  correct[i] = math.random() < honest[i] and 1 or 0
end
local function apply(c, t)
  local a, b = c ^ (1 / t), (1 - c) ^ (1 / t)
  return a / (a + b)
end
local broken = array(honest):map(function(c) return apply(c, p.damage) end)
local function best(confidence, correct)
  return stats.temperature { confidence = confidence, correct = correct }.temperature
end
local temperature = best(broken, correct)
local mended = broken:map(function(c) return apply(c, temperature) end)
return { apply = apply, best = best, temperature = temperature,
         before = stats.ece(broken, correct, { bins = 20 }), after = stats.ece(mended, correct, { bins = 20 }) }
