-- expect: passed
-- array arithmetic; an array is returned; pick adds up from the end
local function probabilities(scores, temperature)
  local s = array(scores)
  local e = ((s - s:max()) / temperature):exp()
  return e / e:sum()
end
local function pick(chances)
  local u, sum = math.random(), 0
  for i = #chances, 1, -1 do
    sum = sum + chances[i]
    if u < sum then return i end
  end
  return 1
end
return { probabilities = probabilities, pick = pick }
