--[[ The little that the script tests share. A test file starts with

    package.path = debug.getinfo(1, "S").source:match("^@(.*/)") .. "?.lua;" .. package.path
    local t = require "harness"

and is run with `dunwu run FILE.lua --trust --out FOLDER`. It prints TAP. ]]
local t = {}

local count, failed = 0, 0

--- Runs fn; what it raises is the failure.
function t.test(name, fn)
  count = count + 1
  local fine, message = pcall(fn)
  print((fine and "ok " or "not ok ") .. count .. " - " .. name)
  if fine then return end
  failed = failed + 1
  print("# " .. tostring(message):gsub("\n", "\n# "))
end

local function show(value)
  return type(value) == "string" and string.format("%q", value) or tostring(value)
end

function t.equal(got, wanted)
  if got ~= wanted then error("got " .. show(got) .. ", wanted " .. show(wanted), 2) end
end

function t.near(got, wanted, tolerance)
  local size = math.max(1, math.abs(wanted))
  if not (math.abs(got - wanted) <= (tolerance or 1e-12) * size) then
    error(string.format("got %.17g, wanted %.17g", got, wanted), 2)
  end
end

function t.truth(value, what)
  if not value then error(what or "is not true", 2) end
end

function t.has(text, part)
  if not tostring(text):find(part, 1, true) then
    error(show(text) .. " does not hold " .. show(part), 2)
  end
end

--- fn must raise a text that holds every part.
function t.fails(fn, ...)
  local fine, message = pcall(fn)
  if fine then error("did not fail; wanted " .. show((...)), 2) end
  for _, part in ipairs { ... } do
    if not tostring(message):find(part, 1, true) then
      error("said " .. show(message) .. ", wanted " .. show(part), 2)
    end
  end
end

--- Rows of { "code", "part of the message", ... }: every code must fail so. `names` are globals of
--- the code.
function t.bad_calls(rows, names)
  local globals = setmetatable(names or {}, { __index = _G })
  for _, row in ipairs(rows) do
    t.test(row[1], function()
      local code = assert(load(row[1], "=call", "t", globals))
      t.fails(code, table.unpack(row, 2))
    end)
  end
end

--- The folder of --out, as a path that data.csv takes.
function t.out()
  local line = assert(io.open("/proc/self/cmdline", "rb")):read("a")
  local folder = line:match("%z%-%-out[%z=]([^%z]+)") or "plots"
  return folder:sub(1, 1) == "/" and folder or os.getenv("PWD") .. "/" .. folder
end

function t.write(name, text)
  os.execute('mkdir -p "' .. t.out() .. '"')
  local path = t.out() .. "/" .. name
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  return path
end

function t.exists(name)
  local file = io.open(t.out() .. "/" .. name, "rb")
  if file then file:close() end
  return file ~= nil
end

--- The last line of every test file.
function t.done()
  print("1.." .. count)
  if failed > 0 then error(failed .. " of " .. count .. " tests failed", 2) end
end

return t
