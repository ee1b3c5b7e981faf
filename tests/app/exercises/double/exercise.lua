-- A small exercise for tests of `dunwu exercise` and `dunwu grade`.
return {
  order = 1, level = "easy",
  title = { en = "Twice as much", ["zh-TW"] = "兩倍" },
  statement = { en = "Write a function.\n\nreturn { double = double, k = p.k }", ["zh-TW"] = "寫一個函式。" },
  hints = { { en = "Add?", ["zh-TW"] = "相加？" }, { en = "Add it to itself.", ["zh-TW"] = "自己加自己。" } },
  check = function(t)
    local a = t:run()
    local double = t:func(a, "double")
    local ok = double(2) == 4 and double(-1.5) == -3 and double(t.seed) == 2 * t.seed
    t:need {
      key = "double", ok = ok, points = 2,
      says = { en = "double(x) is twice x", ["zh-TW"] = "double(x) 是 x 的兩倍" },
      why = { en = "double(2) gives " .. tostring(double(2)) .. ".", ["zh-TW"] = "double(2) 不對。" } }
    local k = t:number(t:run { set = { k = 5 } }, "k", { integer = true, min = 1 })
    t:item {
      key = "param", ok = k == 5,
      says = { en = "k follows the parameter", ["zh-TW"] = "k 會跟著參數改變" },
      why = { en = "with --set k=5 it is " .. k .. ".", ["zh-TW"] = "k 不對。" } }
  end,
}
