--[[ How long until it fails more often than not?   要幾步，才會錯的比對的多？
Two things to mend: chance(k), and how steps is found.   要修正：chance(k)，以及 steps 的求法。 ]]

local p = param {
  skill = { 0.9, min = 0.01, max = 0.999, doc = "chance that one step is right" },
}

-- The chance that all of k steps are right.   k 個步驟全部正確的機率
local function chance(k)
  return p.skill   -- this is one step; what about k of them?   這只是一步，k 步呢？
end

-- The first number of steps with which the problem is right in under half of the cases.
-- 讓整題的正確率低於一半的第一個步驟數
local steps = 1
-- count up until it is so   往上數，直到條件成立

print("with " .. steps .. " steps the chance is " .. chance(steps))
return { chance = chance, steps = steps }
