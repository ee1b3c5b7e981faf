--[[ Math in texts
SHOWS   powers, indices, Greek letters and signs, wherever a text stands
TRY     a \_ where an index is not wanted ]]

local size = array.geomspace(1e6, 1e12, 25)

local fig = plot.figure {
  title = text { en = "Loss falls as $L = (N_c / N)^{\\alpha_N}$ with N_c = 8.8 \\times 10^{13}",
                 ["zh-TW"] = "損失依 $L = (N_c / N)^{\\alpha_N}$ 下降，其中 N_c = 8.8 \\times 10^{13}" },
  subtitle = text { en = "Specimen of math; a file name such as my_file.csv, $5 and $10, and a_long_name stay as they are",
                    ["zh-TW"] = "數學式的樣張；my_file.csv 這樣的檔名、$5 與 $10、a_long_name 都維持原樣" },
  footer = "$\\Delta L \\le 10^{-3}$, \\beta = 0.5, σ_x^2 \\approx 2, m², x^{n+1}, 10⁻⁶, \\\\ \\_ \\^ \\$",
}
local ax = fig:axes {
  x = { label = text { en = "model size N (10^6 to 10^{12} parameters)",
                       ["zh-TW"] = "模型大小 N（10^6 到 10^{12} 個參數）" },
        scale = "log" },
  y = { label = text { en = "loss L(N)", ["zh-TW"] = "損失 L(N)" } },
}
for _, alpha in ipairs { 0.076, 0.1, 0.15 } do
  ax:line(size, (8.8e13 / size) ^ alpha, { label = "α_N = " .. alpha })
end
ax:hline(2, { label = text { en = "L_{\\infty} \\approx 2", ["zh-TW"] = "極限 L_{\\infty} \\approx 2" } })
ax:note(text { en = "$x_i^2$ and $10^{a_b}$ in a note", ["zh-TW"] = "註解裡的 $x_i^2$ 與 $10^{a_b}$" },
        { x = 3e10, y = 9 })
fig:save "math"
