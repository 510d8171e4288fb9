--- A plan as a page to look at, to attach to a merge request or a ticket; `plan:html` is made of it.
---
---     local page = require "cph.plan.html"
---     local text = page {
---       name = "game", titles = { "zone", "servers" }, rows = { { "cn-east-3a", 5 }, { "all", 5 } },
---       bars = { { label = "cn-east-3a", servers = 5 } }, calls = {}, notes = { "hash 7b0c" }, problems = {},
---     }
---     assert(text:find("<h1>Plan game</h1>", 1, true) and not text:find("http", 1, true))

---@class cph.plan.Page
---@field name string
---@field titles string[]  of the table
---@field rows (string|number)[][]
---@field bars { label: string, servers: integer }[]
---@field calls cph.CreateServer[]
---@field notes string[]  a paragraph each
---@field problems string[]

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }
local ROW, LEFT, WIDTH = 26, 300, 320 -- of the picture, in pixels

-- The colours are Okabe's and Ito's: whoever is colour-blind tells them apart.
local STYLE = [[
:root { color-scheme: light dark; --text: #1d2129; --back: #fff; --line: #c9ced6; --bar: #0072b2; }
@media (prefers-color-scheme: dark) { :root { --text: #e3e6eb; --back: #15181d; --line: #4a515d; --bar: #56b4e9; } }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; color: var(--text); background: var(--back);
  font: 16px/1.5 system-ui, sans-serif; }
h1, p { overflow-wrap: anywhere; }
div { overflow-x: auto; margin: 1rem 0; }
svg { display: block; max-width: 100%; min-width: 32rem; height: auto; font: 13px system-ui, sans-serif; }
text { fill: var(--text); }
rect { fill: var(--bar); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap; }
.number { text-align: right; }
.problem { border-left: 4px solid #d55e00; padding-left: .6rem; }
@media print { body { font-size: 11pt; } td { white-space: normal; } div { overflow: visible; } svg { min-width: 0; }
  tr, svg { break-inside: avoid; } }
]]

---@param value any
---@return string
local function escaped(value)
  return (cph.visible(tostring(value)):gsub('[&<>"]', ENTITIES))
end

---@param titles string[]
---@param rows (string|number)[][]
---@return string
local function html_table(titles, rows)
  local lines = { '<div tabindex="0"><table>\n<thead><tr>' }
  for column, title in ipairs(titles) do
    local class = rows[1] and type(rows[1][column]) == "number" and ' class="number"' or ""
    lines[#lines + 1] = ('<th scope="col"%s>%s</th>'):format(class, escaped(title))
  end
  lines[#lines + 1] = "</tr></thead>\n<tbody>\n"
  for _, row in ipairs(rows) do
    local cells = {}
    for _, cell in ipairs(row) do
      local class = type(cell) == "number" and ' class="number"' or ""
      cells[#cells + 1] = ("<td%s>%s</td>"):format(class, escaped(cell))
    end
    lines[#lines + 1] = ("<tr>%s</tr>\n"):format(table.concat(cells))
  end
  lines[#lines + 1] = "</tbody>\n</table></div>\n"
  return table.concat(lines)
end

--- Lying bars with the number of servers behind each.
---@param bars { label: string, servers: integer }[]
---@return string
local function picture(bars)
  local most = 1
  for _, bar in ipairs(bars) do
    most = math.max(most, bar.servers)
  end
  local lines = {
    '<div tabindex="0">',
    ('<svg viewBox="0 0 720 %d" width="720" height="%d" role="img" aria-label="Servers by zone and subnet">\n'):format(
      #bars * ROW, #bars * ROW
    ),
  }
  for index, bar in ipairs(bars) do
    local top, length = (index - 1) * ROW, math.max(1, bar.servers * WIDTH // most)
    lines[#lines + 1] = ('<text x="%d" y="%d" text-anchor="end">%s</text>'):format(
      LEFT - 8, top + 17, escaped(bar.label)
    )
    lines[#lines + 1] = ('<rect x="%d" y="%d" width="%d" height="%d"></rect>'):format(LEFT, top + 4, length, ROW - 8)
    lines[#lines + 1] = ('<text x="%d" y="%d">%d</text>\n'):format(LEFT + length + 6, top + 17, bar.servers)
  end
  lines[#lines + 1] = "</svg></div>\n"
  return table.concat(lines)
end

---@param texts string[]
---@param class string
---@return string
local function paragraphs(texts, class)
  local lines = {}
  for index, text in ipairs(texts) do
    lines[index] = ('<p class="%s">%s</p>\n'):format(class, escaped(text))
  end
  return table.concat(lines)
end

---@param calls cph.CreateServer[]
---@return string
local function calls_table(calls)
  local rows = {}
  for index, call in ipairs(calls) do
    rows[index] = { call.server_name, call.count, call.availability_zone or "any" }
  end
  return html_table({ "call", "servers", "zone" }, rows)
end

--- Makes the page: one file, without scripts, that needs nothing from anywhere else.
---@param page cph.plan.Page
---@return string
local function html(page)
  return table.concat {
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
    ("<title>Plan %s</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n"):format(escaped(page.name), STYLE),
    ("<h1>Plan %s</h1>\n"):format(escaped(page.name)), paragraphs(page.problems, "problem"), picture(page.bars),
    html_table(page.titles, page.rows), paragraphs(page.notes, "note"),
    "<details><summary>Calls</summary>\n", calls_table(page.calls), "</details>\n</main>\n</body>\n</html>\n",
  }
end

return html
