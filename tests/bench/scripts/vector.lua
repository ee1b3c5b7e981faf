-- The step model of trial.lua over 10,000 trials at once, in array expressions: prints its seconds of
-- processor time, the mean of steps right and the share of trials with all of them right.
local p = param { trials = { 1000000, min = 10000, max = 1e8, integer = true, doc = "trials of 100 steps" } }
local block, steps, modulus = 10000, 100, 2147483647
local blocks = p.trials // block

local start = os.clock()
local right, all = 0, 0
for k = 1, blocks do
  local x = array.linspace((k - 1) * block + 1, k * block, block)
  local memory, good = array.zeros(block), array.zeros(block)
  for _ = 1, steps do
    x = x * 16807 % modulus
    local ok = (x / modulus):lt(0.95 - 0.2 * memory)
    memory = memory * 0.5 + (1 - ok)
    good = good + ok
  end
  right = right + good:sum()
  all = all + good:eq(steps):sum()
end
print(os.clock() - start, right / (blocks * block), all / (blocks * block))
