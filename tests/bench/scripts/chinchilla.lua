-- The Chinchilla fit from all 4,500 starts; prints the seconds of processor time and the objective.
local N, D, loss = {}, {}, {}
for i = 1, 240 do
  N[i] = 10 ^ (7.5 + 2.5 * ((i * 0.618) % 1))
  D[i] = 10 ^ (8.5 + 2.5 * ((i * 0.414) % 1))
  loss[i] = (1.8 + 480 / N[i] ^ 0.35 + 2000 / D[i] ^ 0.36)
    * math.exp(0.01 * ((i * i * 0.7548776662) % 1 - 0.5))
end
local before = os.clock()
local fit = stats.fit.chinchilla { N = N, D = D, loss = loss }
print(string.format("%.4f %.12g", os.clock() - before, fit.objective))
