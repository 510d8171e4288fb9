--- Makes a plan: purchases as plain data, to be shown, checked, approved and then made as a whole: `cph.plan(name)`.
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
---     assert(result.bought == 25 and result.before == 0 and result.orders[3].now)

local require = ...
local counted = require "cph.output.counted"
local caller = require "cph.plan.caller"
local held = require "cph.plan.held"
local rows = require "cph.plan.rows"

---@class cph.Plan
---@field name string  what a person types to approve it
---@field prices table<string, cph.Money>|false  of one server-month, by server model
---@field currency string  of the prices
local Plan = {}

--- What a plan is shown in: a file, or a table that has `write` too.
---@alias cph.plan.Output file*|{ write: fun(output: any, ...: string) }

--- What a plan may do: the script's own, or what a library was granted.
---@class cph.plan.Rights
---@field apply fun(plan: cph.Plan, options?: cph.apply.Options): cph.apply.Result  buys a plan, or raises `denied`
---@field recorded fun(filter: cph.ledger.Filter): cph.ledger.Purchase[]  the purchases that the plan may know of

---@class cph.plan.Status
---@field calls cph.plan.CallStatus[]  in plan order
---@field servers integer  of the plan
---@field bought integer  of these
---@field in_doubt integer  that may have been bought
---@field missing integer  that purchases fulfilled in part did not bring; their names buy no more
---@field open integer  that are still to buy

---@class cph.plan.CallStatus
---@field name string  of the call
---@field count integer  servers
---@field state string  the ledger's, or "planned"
---@field order_id? string
---@field server_ids string[]  as far as they are known
---@field reason? string  why it is in this state

---@class cph.plan.Export
---@field name string
---@field hash? string  absent without an account
---@field calls cph.CreateServer[]

---@class (exact) cph.plan.Options
---@field prices? table<string, string|number|cph.Money>  of one server-month, by server model: text such as 12000.00
---@field currency? string  of the prices, such as CNY; mandatory with them

local FIELDS = { name = true, prices = true, currency = true }

---@param plan cph.Plan
---@param method string
---@return cph.plan.Held
local function own(plan, method)
  local content = held[plan]
  if not content then
    cph.raise { kind = "argument", message = ("plan:%s is for plans that cph.plan made"):format(method) }
  end
  return content
end

---@param plan cph.Plan
---@param method string
---@return cph.CreateServer[] calls
---@return table<string, table> records
---@return cph.plan.Held
local function valid_calls(plan, method)
  local content = own(plan, method)
  local calls, records = rows.valid_calls(content.name, content.rows, content.recorded)
  return calls, records, content
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

--- Adds a row of any count, above 10 too; it is bought in calls of at most 10, named NAME-b01, NAME-b02 and so on. What
--- is wrong with it is said by `validate` and `apply`, for all rows at once.
---@param body cph.CreateServer
---@return cph.Plan self
function Plan:add(body)
  local line = caller()
  local content = own(self, "add")
  local row = rows.new(body, line)
  local other = type(body.server_name) == "string" and content.lines[row.name]
  if other then
    cph.raise {
      kind = "argument", code = "conflict",
      message = ("plan %s has a row %q already, from %s"):format(content.name, row.name, other),
      hint = "names are identity: give each row a server_name of its own",
    }
  end
  content.rows[#content.rows + 1] = row
  content.lines[row.name] = line
  return self
end

--- Lists every problem of every row, in plan order, warnings too, and where a row does not fit what is recorded. Each
--- has, beside the fields of a problem, `row`, `name`, `line` and `field`. What a policy forbids is among them, with
--- the code `policy` and the policy's line in its hint: everything but money, of which `check` knows. Sends nothing.
---@return cph.Problem[]
function Plan:validate()
  local content = own(self, "validate")
  local calls, problems, records = rows.resolve(content.rows, content.recorded)
  return rows.add_policy(content.name, problems, content.rows, calls, records)
end

--- Lists what `validate` finds, and what the account says to what is still to buy: stock, subnets and their free
--- addresses, elastic IPs, bandwidths, key pairs, images, enterprise projects, quota, names. Everything is read once,
--- and nothing is changed. What may not be read is a warning that names the permission, and so is a price that
--- is not to be had. What policies have against the price is among the errors.
---@return cph.Problem[]
---@return cph.Price?  of what is still to buy; nil where nothing is, or rows are wrong
function Plan:check()
  local content = own(self, "check")
  local calls, problems, records = rows.resolve(content.rows, content.recorded)
  rows.add_policy(content.name, problems, content.rows, calls, records)
  local found = require("cph.plan.preflight")(content.rows, calls, records)
  table.move(found, 1, #found, #problems + 1, problems)
  local pricing = require "cph.plan.pricing"
  local price = pricing.of_open(content.name, calls, records)
  pricing.add_problems(problems, price)
  return problems, price
end

--- Lists the calls in plan order, as bodies of at most 10 servers. They are copies.
---@return cph.CreateServer[]
function Plan:calls()
  return copy((valid_calls(self, "calls")))
end

--- Walks the calls: `for call, index in plan:each() do`.
---@return fun(): cph.CreateServer?, integer?
function Plan:each()
  local calls, index = copy((valid_calls(self, "each"))), 0
  return function()
    index = index + 1
    if calls[index] then
      return calls[index], index
    end
  end
end

--- Returns the hash that `--approve` takes: of exactly these calls in this order, for the account that calls go to.
---@return string  64 hexadecimal digits
function Plan:hash()
  local calls, _, content = valid_calls(self, "hash")
  return cph.gate.hash(content.name, calls)
end

--- Returns the plan as plain data for `cph.json.encode`: name, hash and calls. Without an account there is no hash.
---@return cph.plan.Export
function Plan:export()
  local calls, _, content = valid_calls(self, "export")
  local known, hash = pcall(cph.gate.hash, content.name, calls)
  return { name = content.name, hash = known and hash or nil, calls = copy(calls) }
end

--- Writes the plan as a table: a line for each zone, subnet and model, and a line for all; then what is still to buy
--- costs today, by the billing service or the project's own table, or why nobody can say.
---@param file? cph.plan.Output  standard output when absent
---@return cph.Plan self
function Plan:show(file)
  local calls, records, content = valid_calls(self, "show")
  local report = require "cph.plan.report"
  local columns = (not file or file == io.stdout) and cph.console.columns() or nil
  file = file or io.stdout
  file:write(report.plan(content, calls, columns), "\n")
  local pricing = require "cph.plan.pricing"
  file:write(pricing.words(pricing.of_open(content.name, calls, records)))
  file:write(report.hash(content.name, calls, records, columns), "\n")
  return self
end

--- Returns the plan as a page to attach to a merge request or a ticket: what `show` has, a picture and the calls. It is
--- one file that needs nothing from anywhere else; `cph.markdown.plan` is for what is pasted. Where nobody can say what
--- it costs, or for which account it is, it says so.
---@return string
function Plan:html()
  local calls, records, content = valid_calls(self, "html")
  local report, pricing = require "cph.plan.report", require "cph.plan.pricing"
  local titles, table_rows = report.summary(content, calls)
  local bars = {}
  for index = 1, #table_rows - 1 do
    local row = table_rows[index]
    bars[index] = { label = row[1] .. " " .. row[2]:match("^[^-]*"), servers = row[5] }
  end
  local notes = {}
  local price = pricing.words(pricing.of_open(content.name, calls, records))
  for line in (price .. report.hash(content.name, calls, records)):gmatch "[^\n]+" do
    notes[#notes + 1] = line
  end
  local problems = {}
  for _, problem in ipairs(self:validate()) do
    problems[#problems + 1] = tostring(problem)
  end
  return require "cph.plan.html" {
    name = content.name, titles = titles, rows = table_rows, bars = bars, calls = calls, notes = notes,
    problems = problems,
  }
end

--- Tells what is known of each call, in plan order: its state is the ledger's, or "planned". A plan that a library has
--- made knows nothing of the ledger; `cph.plan(plan)` takes its rows over into a plan that does.
---@return cph.plan.Status
function Plan:status()
  local calls, records = valid_calls(self, "status")
  return require("cph.plan.report").status(calls, records)
end

--- Tells what the whole plan costs. What is bought already counts too. A plan that was given prices is reckoned with
--- these; otherwise the billing service is asked for today's price, and where it has none, the `prices` of
--- `cph.project.lua` are taken.
---@return cph.Money?  nil where no price is to be had
---@return string  who says so: plan, billing or project; or why there is none
function Plan:cost()
  local calls, _, content = valid_calls(self, "cost")
  if content.prices then
    return require("cph.plan.report").cost(content, calls)
  end
  local price = cph.gate.price(content.name, calls)
  return price.amount, price.source or price.why or price.text
end

--- Buys what is not bought yet, as `cph.apply(plan)` does: where nobody can be asked, it waits for somebody else's
--- approval and raises an error of kind `denied` with the code `waiting`. A plan that a script has made carries the
--- right to it, for whoever it is handed to; one that a library has made raises an error of kind `denied` that names
--- `cph.apply`.
---@param options? cph.apply.Options
---@return cph.apply.Result  in plan order: `bought` counts servers of this call, `before` those bought before
function Plan:apply(options)
  return own(self, "apply").apply(self, options)
end

-- Protected, so that no library can put itself between a script and its plans.
local metatable = { __name = "cph.Plan", __metatable = false }

function metatable.__index(plan, name)
  if Plan[name] ~= nil then
    return Plan[name]
  elseif FIELDS[name] then
    return own(plan, name)[name]
  elseif type(name) == "string" then
    local names = {}
    for known in pairs(Plan) do
      names[#names + 1] = known
    end
    local near = cph.suggest(name, names)
    error(("a plan has no %q%s"):format(name, near and "; did you mean plan:" .. near .. "?" or ""), 2)
  end
end

function metatable.__newindex(_, name)
  error(("a plan's %s cannot be set; rows are added with plan:add"):format(tostring(name)), 2)
end

function metatable.__tostring(plan)
  local content = own(plan, "tostring")
  return ("cph.Plan %s: %s"):format(content.name, counted(#content.rows, "row"))
end

--- A plan that holds these rights.
---@param name string|cph.Plan
---@param options? cph.plan.Options
---@param rights cph.plan.Rights
---@return cph.Plan
local function made(name, options, rights)
  local other = held[name]
  if other then
    name = other.name
  elseif not name:find "%S" then
    cph.raise { kind = "argument", message = "bad argument #1 to cph.plan (name: a plan's name is not empty)" }
  end
  options = options or {}
  local prices = options.prices and require("cph.plan.pricing").read(options.prices, options.currency)
  local plan = setmetatable({}, metatable)
  held[plan] = {
    name = name, rows = other and table.move(other.rows, 1, #other.rows, 1, {}) or {},
    lines = other and copy(other.lines) or {}, prices = prices or other and other.prices or false,
    currency = options.currency or other and other.currency or "", apply = rights.apply, recorded = rights.recorded,
  }
  return plan
end

--- What the plans of a script hold.
---@type cph.plan.Rights
local SCRIPT = {
  apply = function(plan, options)
    return cph.apply(plan, options)
  end,
  recorded = function(filter)
    return cph.ledger.list(filter)
  end,
}

--- An empty plan, or with the rows of another one.
---@param name string|cph.Plan  what a person types to approve it; or a plan, as a library makes it, to take over
---@param options? cph.plan.Options
---@return cph.Plan
local function new(name, options)
  return made(name, options, SCRIPT)
end

-- The host makes the `cph.plan` of a library of the second one: of plans that hold no right.
return new, made
