--[[ Every trap is an easier task beside the one that is asked
     每個陷阱，都是題目旁邊一件更容易的事
SHOWS   six tasks of the Inverse Scaling Prize: what is asked, and what a model learns to do sooner
TRY     --set rows=1, then 2, ...: slide by slide; another task, as Modus Tollens or Into the Unknown
NOTICE  a small model does neither and guesses; one that has learned the easier task does worse ]]

local p = param { rows = { 6, min = 1, max = 6, integer = true, doc = "how many of the tasks are shown" } }

-- What the table says in English; for Chinese slides it is said here.
local tasks = {
  { "Redefine Math", zh = { "改寫定義", "照題目給的值：π 是 10，π + 1 是 11", "照背過的值：π 是 3.14，答 4.14" } },
  { "Hindsight Neglect", zh = { "忽略事後結果", "用期望值判斷該不該賭", "看結果是輸是贏" } },
  { "Negation QA", zh = { "否定問句", "回答加了「不」的問題", "當成沒有「不」來回答" } },
  { "Quote Repetition", zh = { "照抄引文", "一字不差地照抄改過的句子", "接成有名的原句" } },
  { "Memo Trap", zh = { "名言陷阱", "用指定的另一個詞收尾", "把背過的名言接完" } },
  { "Sig Figs", zh = { "有效數字", "四捨五入到指定的有效數字", "四捨五入到小數點後幾位" } },
}
local published = data.published "distractor_tasks"

local fig = plot.figure {
  title = text { en = "Every trap is an easier task beside the one that is asked",
                 ["zh-TW"] = "每個陷阱，都是題目旁邊一件更容易的事" },
  subtitle = text { en = p.rows .. " of the eleven tasks of the Inverse Scaling Prize",
                    ["zh-TW"] = "Inverse Scaling Prize 十一項任務中的 " .. p.rows .. " 項" },
  footer = text { en = "McKenzie et al. 2023, Inverse Scaling; the lecture; Wei et al. 2022, Inverse Scaling Can Become U-Shaped · in dunwu's own words",
                  ["zh-TW"] = "McKenzie et al. 2023, Inverse Scaling；課堂內容；Wei et al. 2022, Inverse Scaling Can Become U-Shaped · 文字由 dunwu 改寫" },
  alt = text { en = "A table of tasks, rows: " .. p.rows .. ". Two columns: what is asked, and the easier task that is the trap.",
               ["zh-TW"] = p.rows .. " 項任務的表格，分兩欄：題目要求的，以及更容易做的陷阱。" },
}
local names, places = {}, {}
for i = 1, p.rows do
  local task = tasks[i]
  names[i], places[i] = text { en = task[1], ["zh-TW"] = task.zh[1] }, i
end
local ax = fig:axes {
  x = { min = 0, max = 2, ticks = {} },
  y = { min = -0.45, max = 6.5, invert = true, ticks = places, tick_labels = names },
  grid = "none",
}
local letters = 26
ax:text(0, 0, text { en = "What is asked", ["zh-TW"] = "題目要求的" }, { side = "right", size_px = letters })
ax:text(1, 0, text { en = "The trap", ["zh-TW"] = "陷阱" }, { side = "right", size_px = letters })
for i = 1, p.rows do
  ax:hline(i - 0.5, { dash = false, width_px = 1.5, alpha = 0.4 }) -- the rows of a table
  local task = tasks[i]
  local row = published:filter { task = task[1] }
  ax:text(0, i, text { en = row.true_task[1], ["zh-TW"] = task.zh[2] }, { side = "right", color = "green", size_px = letters })
  ax:text(1, i, text { en = row.distractor_task[1], ["zh-TW"] = task.zh[3] }, { side = "right", color = "vermillion", size_px = letters })
end
fig:save "distractor_tasks"
