--[[ Bad calls of everything that has declared options: each row is a call and what its message must
hold - function, field, what is allowed, what came. ]]
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"
local nan, inf = 0 / 0, math.huge

-- a fresh figure, axes and run for every row
local names = setmetatable({ nan = nan, inf = inf }, {
  __index = function(_, name)
    if name == "fig" then return plot.figure {} end
    if name == "ax" then return plot.figure {}:axes {} end
    if name == "run" then return sim.multistep { size = { 1e9, 1e10 }, trials = 10 } end
    return _G[name]
  end })

local function bad_calls(rows)
  for _, row in ipairs(rows) do
    t.test(row[1], function() t.fails(assert(load(row[1], "=call", "t", names)), table.unpack(row, 2)) end)
  end
end

-- what every simulator shares
for _, name in ipairs(sim.list()) do
  local who = "sim." .. name
  local function row(code, ...) return { who .. code, who, ... } end
  bad_calls {
    row("()", "one table"),
    row("(nil)", "one table"),
    row("(3)", "one table"),
    row("('x')", "one table"),
    row("({ size = 1 }, 2)", "one table"),
    row(" {}", "'size' is missing", "array of numbers"),
    row(" { 1e9 }", "options have names", "size ="),
    row(" { siez = { 1e9 } }", "'siez'", "did you mean 'size'"),
    row(" { size = { 1e9 }, trails = 3 }", "'trails'", "did you mean 'trials'"),
    row(" { size = { 1e9 }, zzzzzzzz = 3 }", "'zzzzzzzz'", "'trials'"),
    row(" { size = { 1e9 }, [true] = 3 }", "options have names"),
    row(" { size = {} }", "'size' is empty"),
    row(" { size = array {} }", "'size' is empty"),
    row(" { size = 'x' }", "'size'", "array of numbers", '"x"'),
    row(" { size = 1e9 }", "'size'", "array of numbers", "1000000000"),
    row(" { size = true }", "'size'", "array of numbers", "true"),
    row(" { size = print }", "'size'", "array of numbers", "function"),
    row(" { size = { 1e9, 'x' } }", "'size'", "element 2", "string"),
    row(" { size = { 1e9, {} } }", "'size'", "element 2", "table"),
    row(" { size = { 1e9, nan } }", "'size'", "nan", "element 2"),
    row(" { size = { inf } }", "'size'", "inf", "element 1"),
    row(" { size = { -1 } }", "'size'", "above 0", "-1"),
    row(" { size = { 0 } }", "'size'", "above 0", "got 0"),
    row(" { size = { 1e9, nil, 1e10 } }", "'size'", "holes"),
    row(" { size = { a = 1 } }", "'size'", "'a'"),
    row(" { size = { 1e9 }, trials = -1 }", "'trials'", "whole number in 1..", "-1"),
    row(" { size = { 1e9 }, trials = 0 }", "'trials'", "got 0"),
    row(" { size = { 1e9 }, trials = 1e18 }", "'trials'", "1e+18"),
    row(" { size = { 1e9 }, trials = 1.5 }", "'trials'", "whole number", "1.5"),
    row(" { size = { 1e9 }, trials = '10' }", "'trials'", '"10"'),
    row(" { size = { 1e9 }, trials = nan }", "'trials'", "nan"),
    row(" { size = { 1e9 }, trials = inf }", "'trials'", "inf"),
    row(" { size = { 1e9 }, trials = {} }", "'trials'", "table {}"),
    row(" { size = { 1e9 }, seed = -1 }", "'seed'", "-1"),
    row(" { size = { 1e9 }, seed = 0.5 }", "'seed'", "whole number", "0.5"),
    row(" { size = { 1e9 }, seed = 2^60 }", "'seed'"),
  }
end

-- those whose problems have steps
for _, name in ipairs { "multistep", "cot", "downstream" } do
  local who = "sim." .. name
  local function row(code, ...) return { who .. code, who, ... } end
  bad_calls {
    row(" { size = { 1e9 }, steps = 'x' }", "'steps'", "whole number", '"x"'),
    row(" { size = { 1e9 }, steps = 0 }", "'steps'", "whole number in 1..", "got 0"),
    row(" { size = { 1e9 }, steps = 1e9 }", "'steps'", "1000000000"),
    row(" { size = { 1e9 }, steps = math.mininteger }", "'steps'"),
  }
end

bad_calls {
  { "fig.titel = 3", "figure", "cannot be set", "'titel'" },
  { "ax.titel = 3", "axes", "cannot be set", "'titel'" },
}

bad_calls {
  { "sim.multistpe {}", "sim", "no 'multistpe'", "did you mean 'multistep'" },
  { "sim.list(1)", "sim.list", "0 arguments, got 1" },
  { "sim.multistep { size = { 1e9 }, spread = 1.5 }", "'spread'", "0..1", "1.5" },
  { "sim.multistep { size = { 1e9 }, spread = nan }", "'spread'", "0..1", "nan" },
  { "sim.multistep { size = { 1e9 }, choices = 1 }", "'choices'", "2..", "got 1" },
  { "sim.multistep { size = { 1e9 }, stages = 'x' }", "'stages'", "list of texts", '"x"' },
  { "sim.multistep { size = { 1e9 }, stages = {} }", "'stages'", "empty" },
  { "sim.multistep { size = { 1e9 }, stages = { 1 } }", "'stages'", "element 1", "number" },
  { "sim.multistep { size = { 1e9 }, stage_steps = { 4, 4 } }", "'stage_steps'", "2", "0" },
  { "sim.multistep { size = { 1e9 }, stages = { 'a', 'b' }, stage_steps = { 4, 5 } }",
    "'stage_steps'", "9", "8" },
  { "sim.multistep { size = { 1e9 }, stages = { 'a', 'b' }, stage_steps = { 3.5, 4.5 } }",
    "'stage_steps'", "whole", "3.5" },
  { "sim.multistep { size = { 1e9 }, steps = 1, stages = { 'a', 'b' } }", "sim.multistep", "stages" },
  { "local a = {} for i = 1, 40 do a[i] = 'x' end sim.multistep { size = { 1e9 }, steps = 100, stages = a }",
    "sim.multistep", "stages", "40" },
  { "sim.multistep { size = { 1e9 }, ability = 'x' }", "'ability'", "ability", "string" },
  { "sim.multistep { size = { 1e9 }, ability = 1.5 }", "'ability'", "0..1", "1.5" },
  { "sim.multistep { size = { 1e9 }, ability = nan }", "'ability'", "0..1" },
  { "sim.multistep { size = { 1e9 }, ability = { 0.1, 0.2 } }", "'ability'", "2", "1" },
  { "sim.multistep { size = { 1e9 }, ability = {} }", "'ability'", "0 values" },
  { "sim.multistep { size = { 1e9 }, ability = { 2 } }", "'ability'", "0..1", "2" },
  { "sim.multistep { size = { 1e9 }, ability = function() end }", "'ability'", "number", "nil" },
  { "sim.multistep { size = { 1e9 }, ability = function() return 2 end }", "'ability'", "0..1" },
  { "sim.multistep { size = { 1e9 }, ability = function() error 'mine' end }", "mine" },
  { "sim.multistep { size = { 1e9 }, ability = run }", "'ability'" },
  { "sim.cot { size = { 1e9 }, guess = -0.1 }", "'guess'", "0..1", "-0.1" },
  { "sim.cot { size = { 1e9 }, votes = 0 }", "'votes'", "1..", "got 0" },
  { "sim.cot { size = { 1e9 }, answers = 1 }", "'answers'", "2..", "got 1" },
  { "sim.cot { size = { 1e9 }, wrong = { 1 } }", "'wrong'", "1", "3" },
  { "sim.cot { size = { 1e9 }, wrong = { 1, 0, 1 } }", "'wrong'", "above 0", "element 2" },
  { "sim.cot { size = { 1e9 }, direct = {} }", "'direct'" },

  -- sim.ability
  { "sim.ability.logistik {}", "'logistik'", "did you mean 'logistic'" },
  { "sim.ability.logistic(3)", "sim.ability.logistic", "table of options", "number" },
  { "sim.ability.logistic({}, {})", "sim.ability.logistic", "one table", "2" },
  { "sim.ability.logistic { midpiont = 1 }", "'midpiont'", "did you mean 'midpoint'" },
  { "sim.ability.logistic { midpoint = 0 }", "'midpoint'", "got 0" },
  { "sim.ability.logistic { midpoint = nan }", "'midpoint'", "nan" },
  { "sim.ability.logistic { midpoint = inf }", "'midpoint'", "inf" },
  { "sim.ability.logistic { midpoint = 1, ceiling = 1.1 }", "'ceiling'", "0..1", "1.1" },
  { "sim.ability.logistic { midpoint = 1, floor = -1 }", "'floor'", "0..1", "-1" },
  { "sim.ability.power_law { scale = -1 }", "sim.ability.power_law", "'scale'", "-1" },
  { "sim.ability.power_law { scale = 1, exponent = 'x' }", "'exponent'", '"x"' },
  { "sim.ability.steps {}", "sim.ability.steps", "empty" },
  { "sim.ability.steps()", "sim.ability.steps", "one table" },
  { "sim.ability.steps { [1e9] = 2 }", "0..1", "2" },
  { "sim.ability.steps { [1e9] = nan }", "0..1", "nan" },
  { "sim.ability.steps { [-1] = 0.5 }", "above 0", "-1" },
  { "sim.ability.steps { [inf] = 0.5 }", "above 0", "inf" },
  { "sim.ability.steps { a = 0.5 }", "sizes and chances" },
  { "sim.ability.steps { [1e9] = '1' }", "sizes and chances" },
  { "sim.ability.logistic { midpoint = 1 }()", "size", "not a" },
  { "sim.ability.logistic { midpoint = 1 } 'x'", "size", "string" },
  { "sim.ability.logistic { midpoint = 1 }(-1)", "ability", "-1" },
  { "sim.ability.logistic { midpoint = 1 }(nan)", "ability" },
  { "sim.ability.logistic { midpoint = 1 }.midpoint = 3", "" },

  -- stats
  { "stats.mena {}", "stats", "'mena'", "did you mean 'mean'" },
  { "stats.mean()", "stats.mean", "'x' is missing" },
  { "stats.mean(nil)", "stats.mean", "'x' is missing" },
  { "stats.mean(3)", "stats.mean", "'x'", "array of numbers", "got 3" },
  { "stats.mean {}", "stats.mean", "empty" },
  { "stats.mean { nan }", "stats.mean", "not finite" },
  { "stats.mean { 1, inf }", "stats.mean", "inf" },
  { "stats.mean({ 1 }, 2)", "stats.mean", "'options' must be a table of options, got 2" },
  { "stats.mean({ 1 }, {}, 2)", "stats.mean", "at most 2 arguments, got 3" },
  { "stats.variance { 1 }", "stats.variance", "1" },
  { "stats.sd { 1 }", "stats.sd", "1" },
  { "stats.quantile({}, 0.5)", "stats.quantile", "empty" },
  { "stats.quantile({ 1, 2 })", "stats.quantile", "'p' is missing" },
  { "stats.quantile({ 1, 2 }, 50)", "stats.quantile", "0..1", "50" },
  { "stats.quantile({ 1, 2 }, nan)", "stats.quantile", "nan" },
  { "stats.quantile({ 1, 2 }, { 0.5, -1 })", "stats.quantile", "0..1", "-1" },
  { "stats.quantile({ 1, 2 }, {})", "stats.quantile", "'p' is empty" },
  { "stats.quantile({ 1, 2 }, 0.5, { type = 10 })", "'type'", "1..9", "10" },
  { "stats.quantile({ 1, 2 }, 0.5, { tpye = 7 })", "options", "'tpye'", "did you mean 'type'" },
  { "stats.quantile({ 1, 2 }, 0.5, 7)", "'options'", "table of options", "7" },
  { "stats.quantile({ 1, nan }, 0.5)", "stats.quantile", "not finite" },
  { "stats.wilson()", "stats.wilson", "'k' is missing" },
  { "stats.wilson(1)", "stats.wilson", "'n' is missing" },
  { "stats.wilson(3, 2)", "stats.wilson", "3", "2" },
  { "stats.wilson(-1, 2)", "stats.wilson", "-1" },
  { "stats.wilson(0.5, 2)", "stats.wilson", "whole", "0.5" },
  { "stats.wilson(0, 0)", "stats.wilson", "0" },
  { "stats.wilson(nan, 2)", "stats.wilson", "nan" },
  { "stats.wilson(1, inf)", "stats.wilson", "'n'", "inf" },
  { "stats.wilson(1, 2, { level = 1 })", "'level'", "below 1", "got 1" },
  { "stats.wilson(1, 2, { level = 95 })", "'level'", "95" },
  { "stats.clopper_pearson(1, 2, { levle = 0.9 })", "'levle'", "did you mean 'level'" },
  { "stats.clopper_pearson('1', 2)", "'k'", '"1"' },
  { "stats.clopper_pearson(1, 2, {}, 4)", "at most 3 arguments, got 4" },

  -- plot
  { "plot.figrue {}", "plot", "'figrue'", "did you mean 'figure'" },
  { "plot.figure 'x'", "plot.figure", "table of options", "string" },
  { "plot.figure({}, {})", "plot.figure", "one table", "2" },
  { "plot.figure { titel = 'x' }", "plot.figure", "'titel'", "did you mean 'title'" },
  { "plot.figure { title = 3 }", "'title'", "text", "got 3" },
  { "plot.figure { title = 'a\\0b' }", "'title'", "NUL" },
  { "plot.figure { title = '\\xff' }", "'title'", "UTF-8" },
  { "plot.figure { theme = 'pink' }", "'theme'", "'light', 'dark', 'print'", '"pink"' },
  { "plot.figure { theme = 3 }", "'theme'", "'light'", "3" },
  { "plot.figure { width_px = 0 }", "'width_px'", "64..", "got 0" },
  { "plot.figure { width_px = 1e9 }", "'width_px'", "..20000" },
  { "plot.figure { height_px = 12.5 }", "'height_px'", "whole", "12.5" },
  { "plot.figure { rows = 0 }", "'rows'", "1..20" },
  { "plot.figure { columns = 21 }", "'columns'", "1..20", "21" },
  { "plot.figure { dpi = nan }", "'dpi'", "nan" },
  { "plot.figure { share_x = 1 }", "'share_x'", "true or false", "1" },
  { "fig.titel = 'x'", "figure" },
  { "fig.titel()", "figure", "'titel'" },
  { "fig:axse {}", "figure", "'axse'", "did you mean 'axes'" },
  { "fig:axes 'x'", "figure:axes", "table of options", "string" },
  { "fig:axes { x = 3 }", "figure:axes", "'x'", "table of options", "3" },
  { "fig:axes { x = { scael = 'log' } }", "x", "'scael'", "did you mean 'scale'" },
  { "fig:axes { x = { scale = 'sqrt' } }", "'scale'", "'linear', 'log'", '"sqrt"' },
  { "fig:axes { x = { min = nan } }", "'min'", "nan" },
  { "fig:axes { x = { min = 2, max = 1 } }", "figure:axes", "min", "max" },
  { "fig:axes { x = { scale = 'log', min = -1 } }", "figure:axes", "-1" },
  { "fig:axes { y = { ticks = 'x' } }", "'ticks'", "array of numbers" },
  { "fig:axes { y = { percent = 'yes' } }", "'percent'", "true or false" },
  { "fig.axes()", "figure" },
  { "fig.axes({})", "figure" },
  { "fig:save()", "figure:save", "'name' is missing" },
  { "fig:save {}", "figure:save", "'name'", "text" },
  { "fig:save('a', 'b')", "figure:save", "at most 1 argument, got 2" },
  { "fig:layout(1)", "figure:layout", "0 arguments, got 1" },
  { "ax:lien()", "axes", "'lien'", "did you mean 'line'" },
  { "ax:line()", "axes:line", "'x' is missing" },
  { "ax:line { 1 }", "axes:line", "'y' is missing" },
  { "ax:line({ 1 }, { 1, 2 })", "axes:line", "1", "2", "as many" },
  { "ax:line({ 1 }, 'x')", "axes:line", "'y'", '"x"' },
  { "ax:line({ 1 }, { 1 }, 'x')", "'options'", "table of options" },
  { "ax:line({ 1 }, { 1 }, { lable = 'x' })", "'lable'", "did you mean 'label'" },
  { "ax:line({ 1 }, { 1 }, { color = 'bleu' })", "axes:line", "'bleu'", "blue" },
  { "ax:line({ 1 }, { 1 }, { color = '#12345' })", "axes:line", "#12345" },
  { "ax:line({ 1 }, { 1 }, { color = 3 })", "'color'", "text", "3" },
  { "ax:line({ 1 }, { 1 }, { marker = 'star' })", "'marker'", "'circle'", '"star"' },
  { "ax:line({ 1 }, { 1 }, { width_px = -1 })", "'width_px'", "-1" },
  { "ax:line({ 1 }, { 1 }, { alpha = 2 })", "'alpha'", "0..1", "2" },
  { "ax:line({ 1 }, { 1 }, {}, {})", "at most 3 arguments, got 4" },
  { "ax:line({ 1, 'x' }, { 1, 2 })", "'x'", "element 2" },
  { "ax:points({ 1 }, {})", "axes:points", "1", "0" },
  { "ax:band({ 1 }, { 1 })", "axes:band", "'high' is missing" },
  { "ax:band({ 1 }, { 1 }, { 1, 2 })", "axes:band", "'high'", "2" },
  { "ax:band({ 1 }, { 1, 2 }, { 1 })", "axes:band", "'low'", "2" },
  { "ax:hline()", "axes:hline", "'y' is missing" },
  { "ax:hline(nan)", "axes:hline", "nan" },
  { "ax:hline 'x'", "axes:hline", '"x"' },
  { "ax:vline(inf)", "axes:vline", "inf" },
  { "ax:vline(1, { marker = 'none' })", "'marker'" },
  { "ax:note()", "axes:note", "'text' is missing" },
  { "ax:note('x', { x = 1 })", "'x' and 'y'" },
  { "ax:note('x', { to_y = 1 })", "'to_x' and 'to_y'" },
  { "ax:note('x', { color = 'bleu' })", "axes:note", "'bleu'" },
  { "ax.line({ 1 }, { 1 })", "axes" },
  { "ax.line(fig, { 1 }, { 1 })", "axes" },
  { "ax.line(array { 1 }, { 1 })", "axes" },

  -- data
  { "data.csvv 'x'", "data", "'csvv'", "did you mean 'csv'" },
  { "data.csv()", "data.csv", "'path' is missing" },
  { "data.csv(3)", "data.csv", "'path'", "3" },
  { "data.csv 'a\\0b'", "data.csv", "NUL" },
  { "data.published()", "data.published", "'name' is missing" },
  { "data.published('a', {}, 'b')", "at most 2 arguments, got 3" },

  -- a run
  { "run:csv()", "run:csv", "'path' is missing" },
  { "run:csv(3)", "run:csv", "'path'", "3" },
  { "run:csv('a', 'b')", "run:csv", "at most 1 argument" },
  { "run:summary(1)", "run:summary", "0 arguments, got 1" },
  { "run:crossings()", "run:crossings", "name two scores" },
  { "run:crossings('exact', 'partail')", "run:crossings", "'partail'" },
  { "run:crossings('name', 'seed')", "run:crossings", "'name'" },
  { "run:crossings(1, 2)", "run:crossings", "'a'", "1" },
  { "run.csv()", "" },
  { "run.csv({})", "" },
  { "run.crossings({ name = 'multistep' }, 'exact', 'partial')", "" },
  { "run.crossings({ name = 'multistep', size = array { 1 }, a = { mean = 1 }, b = {} }, 'a', 'b')",
    "changed" },

  -- the script itself
  { "text()", "text", "'en' is missing" },
  { "text 'x'", "text", "table of options", "string" },
  { "text { en = 3 }", "'en'", "text", "3" },
  { "text { en = 'x', zh = 'x' }", "'zh'" },
  { "param()", "param", "one table" },
  { "param(3)", "param", "one table" },
}

t.done()
