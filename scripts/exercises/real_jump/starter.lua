--[[ Is the jump real?   跳躍是真的嗎？
measure knows the truth without asking a question; p_value looks at one pair of sizes only.
measure 沒問問題就知道真相；p_value 只看一對相鄰的大小。 ]]

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
    scores[i] = truth(i)   -- no luck at all?   完全沒有運氣成分嗎？
  end
  return scores
end

-- How often luck alone makes a rise of at least this much.   光靠運氣，出現至少這麼大升幅的比例
local function p_value(rise, n)
  local hits = 0
  for _ = 1, p.repeats do
    local scores = measure(n)
    if scores[2] - scores[1] >= rise then hits = hits + 1 end
  end
  return hits / p.repeats
end

local questions = 10

print("with " .. questions .. " questions luck makes 20 points in a share of " .. p_value(0.195, questions))

return { measure = measure, p_value = p_value, questions = questions }
