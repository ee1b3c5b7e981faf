--[[ Categories: names below an axis that always have room
SHOWS   names on one line, on two, slanted, and of very many only some
TRY     longer names, more of them, horizontal = true ]]

local fig = plot.figure {
  title = text { en = "Names have room, however long or many they are", ["zh-TW"] = "名稱再長、再多，都放得下" },
  subtitle = text { en = "Specimen of categories; made-up numbers", ["zh-TW"] = "類別軸的樣張；數字是虛構的" },
  rows = 2, columns = 2,
}
local share = { percent = true, min = 0, max = 1 }
local function bars(title, names)
  local height = {}
  for i = 1, #names do height[i] = 0.5 + 0.45 * math.sin(i * 1.7) end
  fig:axes { title = title, y = share }:bar(names, height)
end

bars(text { en = "short", ["zh-TW"] = "短" },
     { text { en = "sums", ["zh-TW"] = "加法" }, text { en = "words", ["zh-TW"] = "詞義" },
       text { en = "proofs", ["zh-TW"] = "證明" }, text { en = "code", ["zh-TW"] = "程式" } })
bars(text { en = "on two lines", ["zh-TW"] = "折成兩行" },
     { text { en = "three-digit addition", ["zh-TW"] = "三位數加法與進位" },
       text { en = "word in context", ["zh-TW"] = "依上下文判斷詞義" },
       text { en = "scrambled letters", ["zh-TW"] = "還原打散的單字" },
       text { en = "figures of speech", ["zh-TW"] = "判斷修辭的種類" } })
local many = {}
for i = 1, 12 do many[i] = text { en = "data set ", ["zh-TW"] = "資料集第" } .. i .. text { en = "", ["zh-TW"] = "號" } end
bars(text { en = "slanted", ["zh-TW"] = "斜放" }, many)
local thousands = {}
for i = 1, 10000 do thousands[i] = text { en = "task ", ["zh-TW"] = "任務" } .. i end
bars(text { en = "ten thousand", ["zh-TW"] = "一萬個" }, thousands)
fig:save "categories"
