-- sim.multistep and sim.cot: rulers, sampling, problems as text.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local test, equal, near, fails, has = t.test, t.equal, t.near, t.fails, t.has

local size = array.geomspace(1e7, 5e11, 6)

test("rulers that are asked for", function()
  local plain = sim.multistep { size = size, trials = 100 }
  equal(rawget(plain, "at_least"), nil)
  fails(function() return plain.at_least end, "not graded by 'at_least'", "'at_least' is given")
  fails(function() return plain.levenshtein end, "not graded by 'levenshtein'")
  local run = sim.multistep { size = size, trials = 100, steps = 5, at_least = 3, symbols = 4 }
  equal(#run.at_least.mean, #size)
  equal(#run.levenshtein.mean, #size)
  has(tostring(run), "levenshtein")
  has(tostring(run), "log_likelihood")
end)
test("rulers of the same answers", function()
  local run = sim.multistep { size = size, trials = 5000, steps = 5 }
  for i = 1, #size do
    near(run.edit.mean[i], 5 * (1 - run.partial.mean[i]), 1e-9)
    near(run.edit.theory[i], 5 * (1 - run.partial.theory[i]), 1e-9)
    near(run.brier.theory[i], run.partial.theory[i] * (1 - run.partial.theory[i]), 1e-12)
    t.truth(run.edit.low[i] <= run.edit.mean[i] and run.edit.mean[i] <= run.edit.high[i])
    t.truth(run.log_likelihood.mean[i] <= 0)
  end
end)
test("aggregate sampling of a million million problems", function()
  local run = sim.multistep { size = size, trials = 1e12, sampling = "aggregate", at_least = 5 }
  for i = 1, #size do
    near(run.exact.mean[i], run.exact.theory[i], 1e-5)
    near(run.prefix.mean[i], run.prefix.theory[i], 1e-5)
    near(run.at_least.mean[i], run.at_least.theory[i], 1e-5)
  end
  fails(function() run:example(1) end, "run:example", "sampling = \"aggregate\"")
end)
test("what does not fit together", function()
  local function bad(options, ...)
    options.size = size
    fails(function() sim.multistep(options) end, "sim.multistep", ...)
  end
  bad({ sampling = "aggregate", only = 1 }, "'only'")
  bad({ sampling = "aggregate", symbols = 4 }, "'symbols'")
  bad({ sampling = "guesses" }, "sampling", "aggregate")
  bad({ at_least = 9 }, "'at_least' is 9, but 'steps' is 8")
  bad({ only = 11, trials = 10 }, "'only' is 11, but 'trials' is 10")
  bad({ symbols = 1 }, "symbols")
  bad({ only = 0 }, "only")
  bad({ at_least = -1 }, "at_least")
end)
test("one problem, alone and as text", function()
  local options = { size = size, trials = 2000, steps = 6, stages = { "formula", "sum" } }
  local run = sim.multistep(options)
  options.only = 1777
  local one = sim.multistep(options)
  equal(one.trials, 1)
  has(tostring(one), "multistep: 1 trial a size")
  local text = run:example(1777, { at = 4 })
  equal(text, one:example(1777, { at = 4 }))
  has(text, "formula:")
  has(text, string.format("%.0f of 6 steps right", 6 * one.partial.mean[4]))
  fails(function() run:example(2001) end, "'problem' is 2001, but the run has 2000")
end)
test("cot: problems as text agree with the scores", function()
  for _, votes in ipairs { 1, 3 } do
    local run = sim.cot { size = size, trials = 600, votes = votes }
    local right, chains, direct = 0, 0, 0
    for i = 1, 600 do
      local text = run:example(i, { at = 5 })
      if text:find "chain of thought: right" then right = right + 1 end
      chains = chains + select(2, text:gsub("chain %d+: [^\n]*: right", ""))
      if text:find "at once: [^\n]*: right" then direct = direct + 1 end
    end
    near(right / 600, run.cot.mean[5], 1e-12)
    near(chains / 600 / votes, run.chain.mean[5], 1e-12)
    near(direct / 600, run.direct.mean[5], 1e-12)
  end
end)

t.done()
