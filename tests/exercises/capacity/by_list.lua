-- expect: passed
-- a list of factors, coarser, and the closed form
local p = param { experts = { 64, min = 2, max = 512, integer = true, doc = "experts of the layer" } }
local factors = array.linspace(1, 2, 21)
local function of(list)
  return sim.moe { size = list, over = "capacity_factor", experts = p.experts, tokens = 1024, trials = 10 }.dropped.theory
end
local shares, factor = of(factors), nil
for i = 1, 21 do
  if not factor and shares[i] <= 0.01 then factor = factors[i] end
end
return { factor = factor, dropped = function(f) return of({ f })[1] end }
