-- expect: stopped (the time limit)
local figure = plot.figure {}
local axes = figure:axes {}
for i = 1, 20000 do axes:line({ 0, 1 }, { 0, i }, { label = "line " .. i }) end
figure:save "notes"
