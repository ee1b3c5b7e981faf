-- expect: stopped (the time limit)
table.sort = function() while true do end end
param { a = { 1 } }
