-- expect: passed
-- sorts the answers; helps is simulated
local p = param { trials = { 2000, min = 1, max = 1e6, integer = true, doc = "problems to simulate" } }
local function vote(answers)
  local sorted, best, most, run, ties = {}, nil, 0, 0, 1
  for i, answer in ipairs(answers) do sorted[i] = answer end
  table.sort(sorted)
  for i, answer in ipairs(sorted) do
    run = answer == sorted[i - 1] and run + 1 or 1
    if sorted[i + 1] ~= answer then
      if run > most then
        best, most, ties = answer, run, 1
      elseif run == most then
        ties = ties + 1
        if math.random(ties) == 1 then best = answer end
      end
    end
  end
  return best
end
local function share(chances, m, problems)
  local right = 0
  for _ = 1, problems do
    local answers = {}
    for i = 1, m do
      local u, k = math.random(), 1
      while k < #chances and u >= chances[k] do u, k = u - chances[k], k + 1 end
      answers[i] = k
    end
    if vote(answers) == 1 then right = right + 1 end
  end
  return right / problems
end
return {
  vote = vote,
  accuracy = function(chances, m) return share(chances, m, p.trials) end,
  helps = function(chances) return share(chances, 201, 60) > chances[1] end,
}
