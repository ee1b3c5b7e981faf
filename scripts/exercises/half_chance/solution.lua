--[[ How long until it fails more often than not?   要幾步，才會錯的比對的多？ ]]

local p = param {
  skill = { 0.9, min = 0.01, max = 0.999, doc = "chance that one step is right" },
}

-- Independent steps: the chances multiply.   獨立的步驟：機率相乘
local function chance(k)
  return p.skill ^ k
end

local steps = 1
while chance(steps) >= 0.5 do
  steps = steps + 1
end

print("with " .. steps .. " steps the chance is " .. chance(steps))
return { chance = chance, steps = steps }
