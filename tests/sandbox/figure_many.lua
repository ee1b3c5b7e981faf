-- expect: a script may use 64 MiB
local x, t = array.linspace(0, 1, 100000), {}
while true do
  t[#t + 1] = plot.figure {}
  t[#t]:axes {}:points(x, x)
end
