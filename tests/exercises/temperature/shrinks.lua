-- expect: logit
-- shrinks confidences toward one half
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
  return 0.5 + (c - 0.5) / temperature
end

local broken = {}
for i = 1, #honest do broken[i] = apply(honest[i], p.damage) end


local function best() return 1 end
local temperature, before, after = 1, 0, 0
return { apply = apply, best = best, temperature = temperature,
         before = before, after = after }
