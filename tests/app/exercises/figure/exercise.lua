-- Draws a rising line; the check looks at what was drawn.
return {
  order = 2, level = "hard",
  title = { en = "A line that rises" },
  statement = { en = "Save a figure with a line labeled 'skill' that rises. Return { slope = ... }." },
  check = function(t)
    local a = t:run { seed = t.seed + 1 }
    local slope = t:number(a, "slope", { points = 1 })
    local line
    for _, figure in ipairs(a.figures) do
      for _, layer in ipairs(figure.layers) do
        if layer.kind == "line" and layer.label == "skill" then line = layer end
      end
    end
    t:need {
      key = "line", ok = line ~= nil,
      says = { en = "a figure has a line labeled 'skill'" },
      why = { en = "there are " .. #a.figures .. " figures, none with such a line." } }
    t:item {
      key = "rises", ok = slope > 0 and line.y[1] < line.y[#line.y],
      says = { en = "the line rises" }, why = { en = "it ends at " .. line.y[#line.y] .. "." } }
  end,
}
