--- Purchases as plain data, to be shown, checked, approved and then made as a whole: `cph.plan(name)`.
---
---     local plan = cph.plan "game"
---     plan:add {
---       server_name = "game-3a", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "KeyPair-1d1d-wy",
---       order_param = cph.order.months(1), public_ip = cph.public_ip.none(), count = 25,
---       nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
---     }
---     assert(#plan:validate() == 0 and #plan:calls() == 3)
---     local result = plan:apply { concurrency = 2 }
---     assert(#result.server_ids == 25 and result.orders[3].name == "game-3a-b03")
local require = ...
local rows = require "cph.plan.rows"

---@class cph.Plan
---@field name string
local Plan = {}

---@class cph.plan.Options
---@field prices? table<string, number>  of one server-month, by server model
---@field currency? string  shown with prices

local OPTIONS = { prices = "table", currency = "string" }
local CONCURRENCY = 4
local MOST_SHOWN = 20 -- problems in one error; `validate` returns all

--- Which plan of this run buys a row.
local buyers = {}

---@return string
local function caller()
  if not debug.getinfo then -- a sandbox has none
    for place in debug.traceback("", 3):gmatch "\n%s*([^\n]-:%d+): in " do
      if not place:find "^stdlib/cph/" then
        return place
      end
    end
    return "?"
  end
  for level = 3, 8 do
    local frame = debug.getinfo(level, "Sl")
    if frame and frame.currentline > 0 and not frame.source:find "^[@=]?stdlib/cph/" then
      return ("%s:%d"):format(frame.short_src, frame.currentline)
    end
  end
  return "?"
end

--- Adds a row of any count; it is bought in calls of at most 10, named NAME-b01, NAME-b02 and so on. What is wrong with
--- it is said by `validate` and `apply`, for all rows at once.
---@param body cph.CreateServer
---@return cph.Plan self
function Plan:add(body)
  local line = caller()
  if type(body) ~= "table" then
    cph.raise { kind = "argument", message = "plan:add takes a request body, not a " .. type(body) }
  end
  local row = rows.new(body, line)
  local other = type(body.server_name) == "string" and self.lines[row.name]
  if other then
    cph.raise {
      kind = "argument", code = "conflict",
      message = ("plan %s has a row %q already, from %s"):format(self.name, row.name, other),
      hint = "names are identity: give each row a server_name of its own",
    }
  end
  self.rows[#self.rows + 1] = row
  self.lines[row.name] = line
  return self
end

---@param plan cph.Plan
---@param problems table[]
---@param kind "argument"|"denied"
local function refuse(plan, problems, kind)
  local errors, code, shown = 0, nil, {}
  for _, problem in ipairs(problems) do
    if problem.severity == "error" then
      errors, code = errors + 1, code or problem.code
    end
    if #shown < MOST_SHOWN then
      shown[#shown + 1] = problem
    end
  end
  local more = #problems > #shown and ("; the first %d:"):format(#shown) or ""
  cph.raise {
    kind = kind, code = code, problems = shown,
    message = ("%d problem%s in plan %s; nothing was sent%s"):format(
      errors, errors == 1 and "" or "s", plan.name, more
    ),
  }
end

---@param plan cph.Plan
---@return table[] calls
---@return table<string, table> records
local function valid_calls(plan)
  local calls, problems, records = rows.resolve(plan.rows)
  if rows.has_error(problems) then
    refuse(plan, problems, "argument")
  end
  return calls, records
end

---@generic T
---@param value T
---@return T
local function copy(value)
  if type(value) ~= "table" then
    return value
  end
  local result = {}
  for key, item in next, value do
    result[key] = copy(item)
  end
  return result
end

--- Every problem of every row, in plan order, warnings too, and where a row does not fit what is recorded. Each has,
--- beside the fields of a problem, `row`, `name`, `line` and `field`. Sends nothing.
---@return cph.Problem[]
function Plan:validate()
  local _, problems = rows.resolve(self.rows)
  return problems
end

--- What `validate` finds, and what the account says to what is still to buy: stock, subnets and their free addresses,
--- elastic IPs, bandwidths, key pairs, images, enterprise projects, quota, names. Everything is read once, and nothing
--- is changed. What may not be read is a warning that names the permission.
---@return cph.Problem[]
function Plan:check()
  local calls, problems, records = rows.resolve(self.rows)
  local found = require("cph.plan.preflight")(self.rows, calls, records)
  return table.move(found, 1, #found, #problems + 1, problems)
end

--- The calls in plan order, as bodies of at most 10 servers. They are copies.
---@return cph.CreateServer[]
function Plan:calls()
  return copy((valid_calls(self)))
end

--- Walks the calls: `for call, index in plan:each() do`.
---@return fun(): cph.CreateServer?, integer?
function Plan:each()
  local calls, index = self:calls(), 0
  return function()
    index = index + 1
    if calls[index] then
      return calls[index], index
    end
  end
end

--- The hash that `--approve` takes: of exactly these calls in this order.
---@return string  64 hexadecimal digits
function Plan:hash()
  return cph.gate.hash(self.name, (valid_calls(self)))
end

--- The plan as plain data for `cph.json.encode`: name, hash and calls.
---@return { name: string, hash: string, calls: cph.CreateServer[] }
function Plan:export()
  local calls = self:calls()
  return { name = self.name, hash = cph.gate.hash(self.name, calls), calls = calls }
end

--- Writes the plan as a table: a line for each zone, subnet and model, and a line for all.
---@param file? file*  standard output when absent
---@return cph.Plan self
function Plan:show(file)
  local calls, records = valid_calls(self)
  file = file or io.stdout
  file:write(require("cph.plan.report").plan(self, calls), "\n")
  file:write(require("cph.plan.report").hash(self.name, calls, records), "\n")
  return self
end

--- What is known of each call, in plan order: its state is the ledger's, or "planned".
---@return { calls: table[], servers: integer, bought: integer, in_doubt: integer, open: integer }
function Plan:status()
  local calls, records = valid_calls(self)
  return require("cph.plan.report").status(calls, records)
end

--- What the whole plan costs at the prices it was given, and in which currency. What is bought already counts too.
---@return number?  nil where a model's price is not known
---@return string currency
function Plan:cost()
  return require("cph.plan.report").cost(self, (valid_calls(self))), self.currency
end

--- Keeps another plan of this run from taking the servers of this one's rows for its own.
---@param plan cph.Plan
local function claim(plan)
  for _, row in ipairs(plan.rows) do
    local buyer = buyers[row.name] or plan.name
    if buyer ~= plan.name then
      cph.raise {
        kind = "argument", code = "conflict",
        message = ("row %q of plan %s is also in plan %s; nothing was sent"):format(row.name, plan.name, buyer),
        hint = "names are identity: give each row a server_name of its own",
      }
    end
    buyers[row.name] = plan.name
  end
end

--- What the account says, before anything is sent: errors are raised, warnings are told.
---@param plan cph.Plan
---@param calls cph.CreateServer[]
---@param records table<string, table>
local function ask_account(plan, calls, records)
  local found = require("cph.plan.preflight")(plan.rows, calls, records)
  if rows.has_error(found) then
    refuse(plan, found, "denied")
  end
  for index = 1, math.min(#found, MOST_SHOWN) do
    io.stderr:write(("%s: %s\n"):format(plan.name, tostring(found[index])))
  end
end

--- Buys what is not bought yet. All rows are checked first, then the account is asked as `check` does it, and the plan
--- is approved as a whole. After a failure no new call is sent, those under way are finished, and the error's `result`
--- says what was bought.
---@param options? { concurrency?: integer, check?: boolean }  calls at a time, 4 when absent; false asks no account
---@return { server_ids: string[], orders: table[] }  in plan order, with what earlier runs bought
function Plan:apply(options)
  options = cph.options("plan:apply", options, { concurrency = "integer", check = "boolean" })
  local concurrency = options.concurrency or CONCURRENCY
  if concurrency < 1 then
    cph.raise { kind = "argument", message = "plan:apply: concurrency must be 1 or more" }
  end
  local calls, records = valid_calls(self)
  claim(self)
  if options.check ~= false then
    ask_account(self, calls, records)
  end
  cph.gate.approve(self.name, calls)
  return require("cph.plan.purchase")(self.name, calls, concurrency)
end

-- Protected, so that no library can put itself between a script and its plans.
local metatable = { __name = "cph.Plan", __metatable = false }

function metatable.__index(_, name)
  local method = Plan[name]
  if method == Plan.apply then -- a library may fill a plan, but not buy it
    method = cph.gate.guard(method, "plan:apply", "create_cloud_phone_single_server")
    return method
  end
  if method == nil and type(name) == "string" then
    local names = {}
    for known in pairs(Plan) do
      names[#names + 1] = known
    end
    local near = cph.suggest(name, names)
    error(("a plan has no %q%s"):format(name, near and "; did you mean plan:" .. near .. "?" or ""), 2)
  end
  return method
end

function metatable.__tostring(plan)
  return ("cph.Plan %s: %d row%s"):format(plan.name, #plan.rows, #plan.rows == 1 and "" or "s")
end

--- An empty plan.
---@param name string  what a person types to approve it
---@param options? cph.plan.Options
---@return cph.Plan
local function new(name, options)
  if type(name) ~= "string" or not name:find "%S" then
    cph.raise { kind = "argument", message = "cph.plan takes a name" }
  end
  options = cph.options("cph.plan", options, OPTIONS)
  local prices = options.prices or false
  local plan = { name = name, rows = {}, lines = {}, prices = prices, currency = options.currency or "" }
  return setmetatable(plan, metatable)
end

return new
