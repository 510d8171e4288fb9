--- Writes reports for issues, merge requests and wikis: of a plan, of the ledger, and tables of anything.
---
---     local text = cph.markdown.table({ "zone", "servers" }, { { "cn-east-3a", 5 } })
---     assert(text == "| zone | servers |\n| --- | ---: |\n| cn-east-3a | 5 |\n")
local require = ...

local markdown = {}

--- What would be read as a link, a picture, an emphasis, a cell's end or HTML.
local SPECIAL = {
  ["\\"] = "\\\\", ["|"] = "\\|", ["["] = "\\[", ["]"] = "\\]", ["`"] = "\\`", ["*"] = "\\*", ["<"] = "&lt;",
  ["&"] = "&amp;",
}

--- Writes any value as text that Markdown shows as it is, on one line.
---@param value any
---@return string
function markdown.text(value)
  return (cph.visible(tostring(value)):gsub('[\\|%[%]`*<&]', SPECIAL))
end

---@param titles string[]
---@param rows any[][]
---@return string
local function ruler(titles, rows)
  local parts = {}
  for column in ipairs(titles) do
    local is_numeric = #rows > 0
    for _, row in ipairs(rows) do
      is_numeric = is_numeric and (row[column] == nil or tonumber(row[column]) ~= nil)
    end
    parts[column] = is_numeric and "---:" or "---"
  end
  return "| " .. table.concat(parts, " | ") .. " |\n"
end

--- Writes a table; columns that hold nothing but numbers stand to the right.
---@param titles string[]
---@param rows any[][]
---@return string
function markdown.table(titles, rows)
  local function line(cells)
    local parts = {}
    for column = 1, #titles do
      parts[column] = cells[column] == nil and "" or markdown.text(cells[column])
    end
    return "| " .. table.concat(parts, " | ") .. " |\n"
  end
  local lines = { line(titles), ruler(titles, rows) }
  for _, row in ipairs(rows) do
    lines[#lines + 1] = line(row)
  end
  return table.concat(lines)
end

---@param lines string[]
---@param problems cph.Problem[]
local function add_problems(lines, problems)
  if #problems > 0 then
    lines[#lines + 1] = "\n## Problems\n\n"
  end
  for _, problem in ipairs(problems) do
    lines[#lines + 1] = "- " .. markdown.text(problem) .. "\n"
  end
end

--- Reports what a plan comes to: figures, hash, what is bought already, and what to look at. A plan with errors has no
--- figures.
---@param plan cph.Plan
---@param problems? cph.Problem[]  as `plan:check` gives them; those of `plan:validate` when absent
---@return string
function markdown.plan(plan, problems)
  local lines = { ("# Plan %s\n\n"):format(markdown.text(plan.name)) }
  problems = problems or plan:validate()
  if not require("cph.plan.problems").has_error(plan:validate()) then
    local status = plan:status()
    lines[#lines + 1] = markdown.table(require("cph.plan.report").summary(plan, plan:calls()))
    local hash = plan:export().hash
    lines[#lines + 1] = hash and ("\nHash `%s`\n"):format(hash) or "\nNo hash: the account is not known.\n"
    local bought = require("cph.plan.report").bought(status)
    lines[#lines + 1] = bought and "\n" .. markdown.text(bought) .. ".\n"
  end
  add_problems(lines, problems)
  return table.concat(lines)
end

---@param records cph.ledger.Purchase[]
---@return string
local function totals(records)
  local states, servers = {}, 0
  for _, record in ipairs(records) do
    states[record.state] = (states[record.state] or 0) + 1
    servers = servers + #record.server_ids
  end
  local parts = {}
  for state, count in cph.sorted(states) do
    parts[#parts + 1] = ("%d %s"):format(count, state:gsub("_", " "))
  end
  return ("%d purchases with %d servers%s.\n"):format(
    #records, servers, #parts > 0 and ": " .. table.concat(parts, ", ") or ""
  )
end

---@param milliseconds? integer
---@return string
local function time(milliseconds)
  return milliseconds and os.date("!%Y-%m-%d %H:%M:%S", milliseconds // 1000) or ""
end

--- Reports purchases: how many in each state, and a row for each, those in doubt first.
---@param records? cph.ledger.Purchase[]  as `cph.ledger.list` gives them; all when absent
---@return string
function markdown.ledger(records)
  records = records or cph.ledger.list()
  local rows, rest = {}, {}
  for _, record in ipairs(records) do
    local row = {
      record.name, record.state:gsub("_", " "), ("%d/%d"):format(#record.server_ids, record.count),
      record.order_id or "", time(record.created_at), record.reason or "",
    }
    table.insert(record.in_doubt and rows or rest, row)
  end
  table.move(rest, 1, #rest, #rows + 1, rows)
  local titles = { "purchase", "state", "servers", "order", "since (UTC)", "why" }
  return "# Ledger\n\n" .. totals(records) .. "\n" .. markdown.table(titles, rows)
end

return markdown
