--- Renews servers, gives them back, switches their auto-renewal and changes their models, each once:
--- `cph.renewals(name)` makes a plan of it, to be shown, checked, approved and carried out as a whole.
---
---     local plan = cph.renewals "nightly"
---     plan:renew { purchase = "game-3a", months = 1, expires_within = "7d" }
---     plan:stop_auto_renew { server_id = "0a1b2c3d4e5f60718293a4b5c6d7e8f9" }
---     assert(tostring(plan) == "cph.Renewals nightly: 2 rows")
---
--- A period is renewed once. A renewal is known by the server and the end of the period that ran when it was asked
--- for. While that period runs, whoever asks again, by whatever script, is told what is recorded, and nothing is sent:
--- a nightly job run twice, or after an answer that was lost, renews once. When the next period has begun, it may be
--- renewed in its turn.
---
--- A row says when a server is due: always, unless it has `expires_within = "7d"`, which leaves servers alone whose
--- period does not end within that time; or `expires = "2027-01-31T15:59:59Z"`, which renews the period that ends then
--- and no other. The last one is how to order a second period ahead. What `expires_within` says has to be shorter than
--- the period that is ordered, or a server just renewed would be due again at once: at most 27d with a month, 55d with
--- two, 335d with a year.
---
--- What is in doubt is looked up, and never sent again by itself: `cph ledger list --in-doubt` shows it, and
--- `cph ledger resolve` decides. One call is sent for each server, so that none is carried out in part.

local require = ...
local counted = require "cph.output.counted"
local caller = require "cph.plan.caller"
local held = require "cph.renewals.held"
local rows = require "cph.renewals.rows"

---@class cph.Renewals
---@field name string  what a person types to approve it
local Renewals = {}

--- Which servers: one of the three.
---@class (exact) cph.renewals.Renew
---@field server_id? string
---@field servers? string[]|cph.Server[]|cph.servers.Purchase  ids, servers of a list, or what a purchase returned
---@field purchase? string  the name of a purchase of the ledger, or of a row of a plan
---@field months? integer  1 to 11
---@field years? integer  1 to 3
---@field pay? boolean  true pays the order at once; otherwise it waits for payment
---@field expires_within? cph.time.Duration  only servers whose period ends so soon, "7d"; at most "27d" with months = 1
---@field expires? string  only the period that ends then, such as "2027-01-31T15:59:59Z"

---@class (exact) cph.renewals.Servers
---@field server_id? string
---@field servers? string[]|cph.Server[]|cph.servers.Purchase  ids, servers of a list, or what a purchase returned
---@field purchase? string  the name of a purchase of the ledger, or of a row of a plan

---@class (exact) cph.renewals.AutoRenew
---@field server_id? string
---@field servers? string[]|cph.Server[]|cph.servers.Purchase  ids, servers of a list, or what a purchase returned
---@field purchase? string  the name of a purchase of the ledger, or of a row of a plan
---@field times? integer  how often; without end when absent
---@field months? integer  1 renews by a month each time
---@field years? integer  1 renews by a year each time

---@class (exact) cph.renewals.ChangeModel
---@field server_id? string
---@field servers? string[]|cph.Server[]|cph.servers.Purchase  ids, servers of a list, or what a purchase returned
---@field purchase? string  the name of a purchase of the ledger, or of a row of a plan
---@field server_model_name string  the new one, of the same generation
---@field phone_model_name string  the new one, with as many phones as before
---@field pay? boolean  true pays a higher price at once; otherwise the order waits for payment

---@class (exact) cph.renewals.Options
---@field concurrency? integer  1 or more; calls at a time; 4 when absent

---@class cph.renewals.Status
---@field servers cph.renewals.ServerStatus[]  in the order of the rows
---@field due integer  that are still to be done
---@field before integer  that are done already, as the ledger knows
---@field in_doubt integer  that may be done or not
---@field not_due integer  of which nothing is asked now

---@class cph.renewals.ServerStatus
---@field kind string
---@field server_id string
---@field server_name? string
---@field state string  "due", "not due", "in doubt", or what was done before
---@field name? string  in the ledger
---@field expire_time? string  until when it is paid for
---@field new_expire_time? string  until when it is paid for after the renewal
---@field order_id? string
---@field reason? string

---@class cph.renewals.Result
---@field servers cph.renewals.Done[]  what was asked for, in the order of the rows
---@field order_ids string[]  of all of them, whenever they were ordered
---@field done integer  by this call
---@field before integer  done before
---@field not_due integer  of which nothing was asked now
---@field would_do integer  that a dry run would have done; 0 without one

---@class cph.renewals.Done
---@field kind string
---@field server_id string
---@field name string  in the ledger
---@field order_id? string
---@field now? boolean  true where this call did it, false where it was done before; nil in doubt
---@field in_doubt? boolean
---@field dry_run? boolean

---@class cph.renewals.Export
---@field name string
---@field hash? string  absent without an account
---@field changes table<string, any>[]

---@param plan cph.Renewals
---@param method string
---@return cph.renewals.Held
local function own(plan, method)
  local content = held[plan]
  if not content then
    cph.raise { kind = "argument", message = ("plan:%s is for plans that cph.renewals made"):format(method) }
  end
  return content
end

---@param plan cph.Renewals
---@param kind string
---@param given table
---@param method string
---@return cph.Renewals
local function add(plan, kind, given, method)
  local content = own(plan, method)
  content.rows[#content.rows + 1] = rows.new(kind, given, caller())
  return plan
end

-- What is paid for when it is done: other changes end something, or are only set.
local PRICED = { ["renew"] = true, ["change-model"] = true }

---@param content cph.renewals.Held
---@return cph.renewals.Entry[] entries
---@return cph.renewals.Entry[] asked  those of which something is or was asked
---@return table[] changes  of these
local function valid(content)
  return require "cph.renewals.valid"(content.name, content.rows, content.recorded)
end

--- Everything that is wrong with the rows, and what is still to be done.
---@param content cph.renewals.Held
---@return cph.Problem[]
---@return table[] changes
local function problems_of(content)
  local entries, problems = require("cph.renewals.entries")(content.rows, content.recorded)
  local due, changes = require "cph.renewals.due"(entries)
  for _, forbidden in ipairs(cph.changes.policy(content.name, changes)) do
    local problem, entry = require("cph.plan.problems").forbidden(forbidden), due[forbidden.call]
    problems[#problems + 1] = entry and rows.placed(problem, entry.row, entry.index) or problem
  end
  return problems, changes
end

--- What these changes cost today.
---@param name string
---@param changes table[]
---@return cph.Price?  nil where nothing of it costs anything now
local function price_of(name, changes)
  local priced = {}
  for _, change in ipairs(changes) do
    if PRICED[change.change] then
      priced[#priced + 1] = change
    end
  end
  return priced[1] and cph.changes.price(name, priced) or nil
end

--- Adds servers that are to be renewed for some months or years.
---@param row cph.renewals.Renew
---@return cph.Renewals self
function Renewals:renew(row)
  return add(self, "renew", row, "renew")
end

--- Adds servers that are to be given back for a refund. They are deleted with all that is on them.
---@param row cph.renewals.Servers
---@return cph.Renewals self
function Renewals:unsubscribe(row)
  return add(self, "unsubscribe", row, "unsubscribe")
end

--- Adds servers that renew themselves from now on when their periods end, and are paid for each time.
---@param row cph.renewals.AutoRenew
---@return cph.Renewals self
function Renewals:auto_renew(row)
  return add(self, "auto-renew", row, "auto_renew")
end

--- Adds servers that no longer renew themselves.
---@param row cph.renewals.Servers
---@return cph.Renewals self
function Renewals:stop_auto_renew(row)
  return add(self, "stop-auto-renew", row, "stop_auto_renew")
end

--- Adds servers that get another model, at a higher or lower price.
---@param row cph.renewals.ChangeModel
---@return cph.Renewals self
function Renewals:change_model(row)
  return add(self, "change-model", row, "change_model")
end

--- Lists every problem of every row, in the order of the rows, by what the account and the ledger say, and what
--- policies forbid. Sends nothing but reads.
---@return cph.Problem[]
function Renewals:validate()
  return (problems_of(own(self, "validate")))
end

--- Lists what `validate` finds, and what policies have against the price of what is still to be done. That a price is
--- not to be had is a warning.
---@return cph.Problem[]
---@return cph.Price?  of what is still to be done; nil where nothing is
function Renewals:check()
  local content = own(self, "check")
  local problems, changes = problems_of(content)
  local price = price_of(content.name, changes)
  require("cph.plan.pricing").add_problems(problems, price)
  return problems, price
end

--- Tells what is still to be done costs, by the billing service: today's price. A change of the model has none
--- beforehand, and what ends or is only set costs nothing.
---@return cph.Money?  nil where no price is to be had, or nothing is to be paid now
---@return string  who says so: billing; or why there is none
function Renewals:cost()
  local content = own(self, "cost")
  local _, changes = require "cph.renewals.due"((valid(content)))
  local price = price_of(content.name, changes)
  if not price then
    return nil, "nothing is to be paid now"
  end
  return price.amount, price.source or price.why or price.text
end

--- Returns the hash that `--approve` takes: of what is asked for now, or was in the periods that run, for the account
--- that calls go to.
---@return string  64 hexadecimal digits
function Renewals:hash()
  local content = own(self, "hash")
  local _, _, changes = valid(content)
  return cph.changes.hash(content.name, changes)
end

--- Returns what is asked for as plain data for `cph.json.encode`.
---@return cph.renewals.Export
function Renewals:export()
  local content = own(self, "export")
  local _, _, changes = valid(content)
  local known, hash = pcall(cph.changes.hash, content.name, changes)
  return { name = content.name, hash = known and hash or nil, changes = changes }
end

--- Tells what is known of each server, in the order of the rows.
---@return cph.renewals.Status
function Renewals:status()
  return require("cph.renewals.report").status((valid(own(self, "status"))))
end

--- Writes the plan as a table, a line for each server: until when it is paid for, until when it would be, and whether
--- something is to be done; then what that costs today, or why nobody can say.
---@param file? cph.plan.Output  standard output when absent
---@return cph.Renewals self
function Renewals:show(file)
  local content = own(self, "show")
  local entries, _, changes = valid(content)
  local _, due = require "cph.renewals.due"(entries)
  local columns = (not file or file == io.stdout) and cph.console.columns() or nil
  file = file or io.stdout
  file:write(require("cph.renewals.report").table(entries, columns), "\n")
  file:write(require("cph.plan.pricing").words(price_of(content.name, due)))
  local known, hash = pcall(cph.changes.hash, content.name, changes)
  local report = require "cph.plan.report"
  file:write(report.title(content.name, known and "hash " .. hash or report.no_hash(hash), columns), "\n")
  return self
end

--- Carries out what is due and not done yet. All rows are checked first, then what is due is approved as a whole, as
--- plans of purchases are: by a limit, a person, or `--approve`; where nobody can be asked, it waits for
--- `cph ledger approve`. `--allow-pay` counts servers that are renewed or get another model, or auto-renewal;
--- `--allow-change` those that are given back or no longer renew themselves.
---@param options? cph.renewals.Options
---@return cph.renewals.Result
function Renewals:apply(options)
  return own(self, "apply").apply(self, options)
end

-- Protected, so that no library can put itself between a script and its plans.
local metatable = { __name = "cph.Renewals", __metatable = false }

function metatable.__index(plan, name)
  if Renewals[name] ~= nil then
    return Renewals[name]
  elseif name == "name" then
    return own(plan, name).name
  elseif type(name) == "string" then
    local names = {}
    for known in pairs(Renewals) do
      names[#names + 1] = known
    end
    local near = cph.suggest(name, names)
    error(("a plan of renewals has no %q%s"):format(name, near and "; did you mean plan:" .. near .. "?" or ""), 2)
  end
end

function metatable.__newindex(_, name)
  error(("a plan's %s cannot be set; rows are added with plan:renew and so on"):format(tostring(name)), 2)
end

function metatable.__tostring(plan)
  local content = own(plan, "tostring")
  return ("cph.Renewals %s: %s"):format(content.name, counted(#content.rows, "row"))
end

--- What the plans of a script hold.
local SCRIPT = {
  apply = function(plan, options)
    return cph.apply(plan, options)
  end,
  recorded = function(filter)
    return cph.ledger.list(filter)
  end,
}

--- A plan that holds these rights.
---@param name string|cph.Renewals
---@param rights table
---@return cph.Renewals
local function made(name, _, rights)
  local other = held[name]
  if other then
    name = other.name
  elseif type(name) ~= "string" or not name:find "%S" then
    cph.raise { kind = "argument", message = "bad argument #1 to cph.renewals (name: a plan's name is not empty)" }
  end
  local plan = setmetatable({}, metatable)
  held[plan] = {
    name = name, rows = other and table.move(other.rows, 1, #other.rows, 1, {}) or {}, apply = rights.apply,
    recorded = rights.recorded,
  }
  return plan
end

--- An empty plan, or with the rows of another one.
---@param name string|cph.Renewals  what a person types to approve it; or a plan, as a library makes it, to take over
---@return cph.Renewals
local function new(name)
  return made(name, nil, SCRIPT)
end

-- The host makes the `cph.renewals` of a library of the second one: of plans that hold no right.
return new, made
