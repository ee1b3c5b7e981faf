-- expect: half
-- takes a root of the confidence and forgets the other side
local p = param {
  damage = { 0.4, min = 0.1, max = 5, doc = "temperature that breaks the model; below 1: too sure" },
}

-- Honest confidences, and whether the answers are right.   誠實的信心分數，以及答案對不對
local honest, correct = {}, {}
for i = 1, 3000 do
  honest[i] = 0.1 + 0.85 * math.random()
  correct[i] = math.random() < honest[i] and 1 or 0
end

local function apply(c, temperature)
  local logit = math.log(c / (1 - c))
  return c ^ (1 / temperature)
end

local broken = {}
for i = 1, #honest do broken[i] = apply(honest[i], p.damage) end

local function log_loss(confidence, correct, temperature)
  local sum = 0
  for i = 1, #confidence do
    local c = apply(confidence[i], temperature)
    sum = sum - math.log(correct[i] == 1 and c or 1 - c)
  end
  return sum / #confidence
end

local function best(confidence, correct)
  local found, lowest
  for temperature = 0.2, 5, 0.02 do
    local loss = log_loss(confidence, correct, temperature)
    if not lowest or loss < lowest then found, lowest = temperature, loss end
  end
  return found
end

local temperature = best(broken, correct)

local mended = {}
for i = 1, #broken do mended[i] = apply(broken[i], temperature) end
local before, after = stats.ece(broken, correct), stats.ece(mended, correct)


return { apply = apply, best = best, temperature = temperature,
         before = before, after = after }
