-- expect: by_luck
-- looks at one pair of neighbors, not at all eight
local p = param {
  repeats = { 1000, min = 100, max = 1e5, integer = true, doc = "measurements to simulate" },
}

-- The smooth world: accuracy at size i, 1..9.   平滑的世界：第 i 個大小的正確率
local function truth(i)
  return 0.2 + 0.05 * (i - 1)
end

local function measure(n)
  local scores = {}
  for i = 1, 9 do
    local right = 0
    for _ = 1, n do
      if math.random() < truth(i) then right = right + 1 end
    end
    scores[i] = right / n
  end
  return scores
end


local function p_value(rise, n)
  local hits = 0
  for _ = 1, p.repeats do
    local scores, biggest = measure(n), -1
    local i = math.random(2, 9)
    biggest = scores[i] - scores[i - 1]
    if biggest >= rise then hits = hits + 1 end
  end
  return hits / p.repeats
end
local questions
for _, n in ipairs { 10, 20, 50, 100, 200, 500 } do
  if not questions and p_value(0.195, n) <= 0.05 then questions = n end
end


return { measure = measure, p_value = p_value, questions = questions }
