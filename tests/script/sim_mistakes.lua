-- What a newcomer gets wrong with simulators and their results, and what is said.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"

local run = sim.cot { size = { 1e8, 1e10, 1e12 }, trials = 10 }
local one = sim.multistep { size = { 1e9 }, trials = 10 }
local defined = 0
local function define(simulate, scores)
  defined = defined + 1
  return sim.define { name = "mistake" .. defined, simulate = simulate, scores = scores } { x = { 3 }, trials = 2, seed = 5 }
end
local models = data.published "models"

t.bad_calls({
  -- abilities
  { "sim.cot{size={1e9},step=2}", "sim.cot: 'step' must be in 0..1, got 2" },
  { "sim.multistep{size={1e9},ability=2}", "sim.multistep: 'ability' must be in 0..1, got 2" },
  { "sim.multistep{size={1e9,2e9},ability={0.5}}", "'ability' has 1 value for 2 sizes" },
  { "sim.multistep{size={2e9},ability=function() return 1.5 end}", "'ability' must be in 0..1, got 1.5 at size 2" },
  { "sim.multistep{size={2e9},ability=function() end}", "'ability' must return a number, got a nil at size 2" },
  { "sim.multistep{size={1e9},ability={midpoint=1e9}}", "sim.multistep: 'ability'", "sim.ability.logistic { midpoint = ... }" },
  { "sim.cot{size={1e9},stap=0.5}", "sim.cot: unknown option 'stap'", "did you mean 'step" },
  { "sim.multistep{size={1e9},ability={scale=1e9}}", "sim.ability.power_law { scale = ... }" },
  -- methods of a run
  { "run.example(1)", "run:example: is a method: write run:example(...), with a colon" },
  { "run.csv 'x'", "run:csv: is a method: write run:csv(...), with a colon" },
  { "run.summary()", "run:summary: is a method" },
  { "run:exampel(1)", "a run has no field 'exampel' (did you mean 'example'?)" },
  { "run:crossing()", "did you mean 'crossings'?" },
  { "run:example(11)", "run:example: 'problem' is 11, but the run has 10 of each size" },
  { "one:example(1, { at = 2 })", "run:example: 'at' is 2, but the run has 1 size" },
  { "run:crossings('cot', 'dirct')", "run:crossings: the run has no score 'dirct' (did you mean 'direct'?); there are cot, direct, chain" },
  { "run:crossings('size', 'cot')", "the run has no score 'size'; there are cot, direct, chain" },
  { "one:crossings()", "run:crossings: name two scores of multistep: exact, partial, prefix" },
  -- models of a script
  { "sim.define { name = 'm', trial = print, params = { ['a b'] = { 1 } } }", "sim.define: a parameter's name is letters, digits and _, got 'a b'" },
  { "sim.define { name = 'm', trial = print, params = { [''] = { 1 } } }", "a parameter's name" },
  { "sim.define { name = 'm', trial = print, params = { ['1a'] = { 1 } } }", "a parameter's name" },
  { "define(function() end)", "'simulate' returned nothing; an array for each score is needed" },
  { "define(function() return { 1, 2 } end, { 'a', 'b' })", "'simulate' returned 1 score, not 2" },
  { "define(function() return { 1, 0 / 0 } end)", "got nan as element 2 of score 1 at x = 3" },
  { "define(function() error 'boom' end)", "call:1: boom (x = 3, seed 5)", "sim.mistake" },
  { "define(function(rng, x, p) return p.steps end)", "has no 'steps'", "(x = 3, seed 5)" },
  { "sim.montecarlo { x = 1, trials = 2, trial = function() return 0 / 0 end }", "got nan (trial 1" },
  { "sim.montecarlo { x = 1, trials = 2, trial = silent }", "no text but nil (trial 1" },
  { "sim.montecarlo { x = 1, trials = 2, trial = drawing }", "a trial has no 'plot'" },
  { "sim.montecarlo { x = many, trials = 1, trial = half }", "sim.montecarlo: 'x' has 20000000 numbers", "at most" },
  { "sim.define { name = 'm', simulate = half } { x = many, trials = 1 }", "sim.m: 'x' has 20000000 numbers", "at most" },
  -- published numbers
  { "models:filter { famly = 'PaLM' }", "table of data:filter: the table has no column 'famly' (did you mean 'family'?)" },
  { "models.params = 3", "call:1: a table of data cannot be changed: 'params'" },
}, { run = run, one = one, define = define, models = models,
  many = array.zeros(2e7), half = function() return 0.5 end,
  silent = function() error() end, drawing = function() return #plot end })

t.done()
