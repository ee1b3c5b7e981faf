--[[ Is the jump real?   跳躍是真的嗎？ ]]

local p = param {
  repeats = { 1000, min = 100, max = 1e5, integer = true, doc = "measurements to simulate" },
}

-- The smooth world: accuracy at size i, 1..9.   平滑的世界：第 i 個大小的正確率
local function truth(i)
  return 0.2 + 0.05 * (i - 1)
end

-- Nine measured scores, n questions each.   九個量到的分數，各問 n 題
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

-- How often luck alone makes a rise of at least this much.   光靠運氣，出現至少這麼大升幅的比例
local function p_value(rise, n)
  local hits = 0
  for _ = 1, p.repeats do
    local scores, biggest = measure(n), -1
    for i = 2, 9 do
      biggest = math.max(biggest, scores[i] - scores[i - 1])
    end
    if biggest >= rise then hits = hits + 1 end
  end
  return hits / p.repeats
end

local questions
for _, n in ipairs { 10, 20, 50, 100, 200, 500 } do
  if not questions and p_value(0.195, n) <= 0.05 then questions = n end
end

print("20 points are evidence from " .. questions .. " questions on")

return { measure = measure, p_value = p_value, questions = questions }
