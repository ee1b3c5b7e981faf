-- Problems of 1 to 128 steps at 40 sizes, counts drawn from their joint law: seconds of one pass.
local p = param { passes = { 20, min = 1, max = 1e6, integer = true } }
local size = array.geomspace(1e7, 6e11, 40)
local function pass(seed)
  for k = 0, 7 do sim.multistep { size = size, steps = 1 << k, trials = 1000000, sampling = "aggregate", seed = seed } end
end
pass(0)
local start = os.clock()
for seed = 1, p.passes do pass(seed) end
print(string.format("%.9f", (os.clock() - start) / p.passes))
