--- The rows of `cph.renewals`: what is asked for, of which servers, before anything is looked up.
---
---     local rows = require "cph.renewals.rows"
---     local row = rows.new("renew", { server_id = "0a", months = 2, expires_within = "7d" }, "renew.lua:3")
---     assert(row.period_num == 2 and row.within == 7 * 24 * 3600 and #row.problems == 0)
local require = ...
local counted = require "cph.output.counted"
local plan_problems = require "cph.plan.problems"

local rows = {}

--- One row: one kind of change, of any number of servers.
---@class cph.renewals.Row
---@field kind "renew"|"unsubscribe"|"auto-renew"|"stop-auto-renew"|"change-model"
---@field line string  where it was added, as file:line
---@field servers any  as it was given
---@field purchase? string
---@field within? number  seconds
---@field expires? string
---@field problems table[]
---@field [string] any  fields of the change

local MONTH, YEAR = 2, 3 -- period_type
local MONTHS_OF_A_YEAR, MOST_MONTHS, MOST_YEARS = 12, 11, 3
local DAY = 24 * 3600
local SHORTEST_MONTH = 28 * DAY

---@param row cph.renewals.Row
---@param path string
---@param code string
---@param message string
---@param hint string
local function add_problem(row, path, code, message, hint)
  row.problems[#row.problems + 1] = {
    path = path, code = code, severity = "error", basis = "documented", message = message, hint = hint,
  }
end

---@param row cph.renewals.Row
---@param given table
local function read_period(row, given)
  if given.months and given.years then
    add_problem(row, "years", "conflict", "is given beside months", "give months or years")
  elseif given.months then
    row.period_type, row.period_num = MONTH, given.months
  elseif given.years then
    row.period_type, row.period_num = YEAR, given.years
  end
end

--- The shortest period that is longer than `within`, as it is written in a row.
---@param row cph.renewals.Row
---@return string?  nil where no period is
local function long_enough(row)
  local months = row.within // SHORTEST_MONTH + 1
  if row.period_type == MONTH and months <= MOST_MONTHS then
    return ("months = %d"):format(months)
  end
  local years = math.max(1, (months + MONTHS_OF_A_YEAR - 1) // MONTHS_OF_A_YEAR)
  return years <= MOST_YEARS and ("years = %d"):format(years) or nil
end

--- A row that would be due again at once is no condition.
---@param row cph.renewals.Row
local function check_within(row)
  local number = math.tointeger(row.period_num) or 0
  local months = (row.period_type == YEAR and MONTHS_OF_A_YEAR or 1) * number
  if row.within and months > 0 and row.within >= months * SHORTEST_MONTH then
    local period = counted(number, row.period_type == YEAR and "year" or "month")
    local other = long_enough(row)
    add_problem(row, "expires_within", "range", ("is %s"):format(cph.time.words(row.within)),
      ("must be shorter than the period that is ordered, or it is due again at once: at most %dd with %s%s"):format(
        months * SHORTEST_MONTH // DAY - 1, period, other and ", or " .. other or ""
      ))
  end
end

--- Reads the end of the period that somebody names.
---@param row cph.renewals.Row
---@param text? string
local function read_expires(row, text)
  local time = text and cph.try(cph.time.parse, text)
  if time then
    row.expires = cph.time.stamp(time)
  elseif text then
    add_problem(row, "expires", "pattern", ("is %q"):format(text), "must be a time such as 2027-01-02T03:04:05Z")
  end
end

local READERS = {
  ["renew"] = function(row, given)
    read_period(row, given)
    if not row.period_num and not given.years then
      add_problem(row, "months", "missing", "is absent", "for how long: months or years")
    end
    row.is_auto_pay = given.pay and 1 or 0
    row.within = given.expires_within and cph.time.seconds(given.expires_within)
    read_expires(row, given.expires)
    check_within(row)
  end,
  ["auto-renew"] = function(row, given)
    read_period(row, given)
    row.auto_renew_times = given.times
    if row.period_num and row.period_num ~= 1 then
      add_problem(row, given.months and "months" or "years", "range", "is " .. tostring(row.period_num),
        "must be 1: it renews itself by a month or by a year")
    end
    row.period_num = nil
  end,
  ["change-model"] = function(row, given)
    row.new_server_model_name, row.new_phone_model_name = given.server_model_name, given.phone_model_name
    row.is_auto_pay = given.pay and 1 or 0
  end,
}

--- A row checked as far as it can be without the account.
---@param kind string
---@param given table
---@param line string
---@return cph.renewals.Row
function rows.new(kind, given, line)
  local row = { kind = kind, line = line, problems = {}, purchase = given.purchase }
  row.servers = given.servers or given.server_id and { given.server_id }
  local ways = (given.servers and 1 or 0) + (given.server_id and 1 or 0) + (given.purchase and 1 or 0)
  if ways ~= 1 then
    add_problem(row, "servers", ways == 0 and "missing" or "conflict", ways == 0 and "is absent" or "is given twice",
      "which servers: server_id, servers, or the name of a purchase")
  end
  if READERS[kind] then
    READERS[kind](row, given)
  end
  return row
end

--- The bought servers of a purchase of the ledger, or of all calls of a plan's row.
---@param name string
---@param recorded fun(filter: table): table[]
---@return string[]
local function bought_under(name, recorded)
  local ids = {}
  for _, record in ipairs(recorded { prefix = name }) do
    if record.name == name or record.name:match "^(.*)%-b%d+$" == name then
      table.move(record.server_ids, 1, #record.server_ids, #ids + 1, ids)
    end
  end
  return ids
end

--- The ids of the servers that a row is about, each once.
---@param row cph.renewals.Row
---@param recorded fun(filter: table): table[]
---@return string[] ids
---@return table[] problems
function rows.servers(row, recorded)
  local list, ids, seen, problems = row.servers, {}, {}, {}
  local function refuse(code, message, hint)
    problems[#problems + 1] = {
      path = row.purchase and "purchase" or "servers", code = code, severity = "error", basis = "documented",
      message = message, hint = hint,
    }
  end
  if row.purchase then
    list = bought_under(row.purchase, recorded)
    if #list == 0 then
      refuse("not_found", ("no servers are recorded under %q"):format(row.purchase), "cph ledger list shows what is")
    end
  end
  if type(list) == "table" and list.server_ids then
    list = list.server_ids -- what a purchase returned
  end
  for index, item in ipairs(list or {}) do
    local id = type(item) == "table" and item.server_id or item
    if type(id) ~= "string" or not id:find "^[%w_-]+$" then
      refuse("pattern", ("item %d is no server's id"):format(index), "ids, or servers as a list has them")
    elseif not seen[id] then
      seen[id], ids[#ids + 1] = true, id
    end
  end
  return ids, problems
end

--- A problem with the row and the line that it comes from.
---@param problem table
---@param row cph.renewals.Row
---@param index integer
---@return table
function rows.placed(problem, row, index)
  return plan_problems.placed(problem, { name = problem.name or row.kind, line = row.line }, index)
end

return rows
