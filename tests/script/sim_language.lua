-- Texts of run:example are in the language of the run, unless a script says another.
package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
local t = require "harness"

local exe = io.popen("readlink /proc/" .. io.open("/proc/self/stat"):read "n" .. "/exe"):read "l"
local words = {
  distractor = { "The model", "參數的模型" }, bets = { "Was it right", "這一注該下嗎" }, redefine = { "By the prompt", "照題目" },
  calibration = { "sure of its answer", "的把握" }, next_token = { "azalea", "杜鵑花節" },
}

--- What a run in a language prints of one problem.
local function example(name, language, options)
  local file = t.write("language.lua", ("print(sim.%s { size = { 1e9 }, trials = 3%s }:example(1))"):format(name, options or ""))
  return io.popen(('"%s" run "%s" --lang %s --out "%s" 2>&1'):format(exe, file, language, t.out())):read "a"
end

for name, word in pairs(words) do
  t.test(name, function()
    t.has(example(name, "en"), word[1])
    t.has(example(name, "zh-TW"), word[2])
    t.has(example(name, "zh-TW", ", language = 'en'"), word[1])
    t.has(example(name, "en", ", language = 'zh-TW'"), word[2])
    for _, option in ipairs(sim.describe(name).options) do
      if option.name == "language" then t.equal(option.default, nil) end
    end
  end)
end

t.done()
