-- Problems of 1, 2, 4 .. 128 steps at 40 sizes; prints the seconds of processor time of the runs.
local p = param {
  trials = { 100000, min = 1, integer = true, doc = "problems in each of the 320 cells" },
  sampling = { "problems", doc = "problems or aggregate" },
}
local size = array.geomspace(1e7, 6e11, 40)
local before = os.clock()
for power = 0, 7 do
  sim.multistep { size = size, steps = 2 ^ power, trials = p.trials, sampling = p.sampling }
end
print(string.format("%.4f", os.clock() - before))
