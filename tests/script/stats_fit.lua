-- Nonlinear fits as a script sees them; NIST's reference sets.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local here = debug.getinfo(1, "S").source:match("^@(.*/)")
local nist = dofile(here .. "../data/nist_nonlinear.lua")

--- The number of right digits, 0..15.
local function digits(got, wanted)
  if got == wanted then return 15 end
  local error = math.abs(got - wanted) / (wanted == 0 and 1 or math.abs(wanted))
  return error == error and math.max(0, math.min(15, -math.log(error, 10))) or 0
end

local function fewest(got, wanted)
  local least = 15
  for i = 1, #wanted do least = math.min(least, digits(got[i], wanted[i])) end
  return least
end

local function fit_nist(set, start)
  local model = load("local b, x, x1, x2 = ... return " .. set.model)
  local several = #set.predictors > 1
  local y = set.y
  if set.response ~= "y" then
    y = {}
    for i, v in ipairs(set.y) do y[i] = math.log(v) end
  end
  return stats.fit.curve {
    fn = function(x, b)
      if several then return model(b, nil, x[1], x[2]) end
      return model(b, x)
    end,
    x = several and { set.x1, set.x2 } or set.x,
    y = y,
    start = start,
  }
end

print "# digits reached           b    sd   rss   rsd  iterations"
for _, set in ipairs(nist) do
  for _, start in ipairs { "start1", "start2" } do
    test("NIST " .. set.name .. " from " .. start, function()
      local fit = fit_nist(set, set[start])
      local b = fewest(fit.params, set.b)
      local sd = set.sd and fewest(fit.se, set.sd)
      local rss = set.sd and digits(fit.rss, set.rss)
      local rsd = set.sd and digits(fit.rsd, set.rsd)
      print(string.format("# %-10s %s %5.1f %5.1f %5.1f %5.1f %6d", set.name, start, b, sd or 0,
                          rss or 0, rsd or 0, fit.iterations))
      t.truth(b >= 6, "parameters")
      t.truth(fit.converged, fit.message)
      equal(fit.dof, set.dof)
      if not set.sd then return end
      t.truth(sd >= 5, "standard deviations")
      t.truth(rss >= 8 and rsd >= 8, "residuals")
      t.truth(fit.identified, fit.message)
    end)
  end
end
t.done()
