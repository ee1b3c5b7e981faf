-- expect: stack overflow
-- options: --memory 512
local function down() return 1 + down() end
down()
