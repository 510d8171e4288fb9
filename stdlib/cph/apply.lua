--- Buys a plan, or carries out one of `cph.renewals`.
--- Only scripts have this function; a library buys with it where the script hands it over.
---
---     local plan = cph.plan "game"
---     plan:add {
---       server_name = "game", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "KeyPair-1d1d-wy",
---       order_param = cph.order.months(1), public_ip = cph.public_ip.none(), count = 2,
---       nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
---     }
---     local result = cph.apply(plan)
---     assert(#result.server_ids == 2 and result.bought == 2 and result.before == 0)

local require = ...
local held = require "cph.plan.held"
local problems = require "cph.plan.problems"
local rows = require "cph.plan.rows"

---@class cph.apply.Result
---@field server_ids string[]  of all calls, in plan order, whenever they were bought
---@field orders cph.apply.Order[]  one for each call
---@field bought integer  servers that this call bought
---@field before integer  servers that were bought before
---@field would_buy integer  servers that a dry run would have bought; 0 without one

---@class cph.apply.Order: cph.servers.Purchase
---@field name string  of the call
---@field order_id? string
---@field server_ids string[]  as far as they are known
---@field now? boolean  true where this call bought it, false where it was not bought now; nil in doubt
---@field in_doubt? boolean  true in an error's `result`, where nobody knows whether it was bought
---@field dry_run? boolean  true where a dry run made it up: neither the order nor its servers exist

---@class (exact) cph.apply.Options
---@field concurrency? integer  1 or more; calls at a time; 4 when absent
---@field check? boolean  false asks nothing of the account first; plans of `cph.renewals` are always looked up

local CONCURRENCY = 4
local MOST_WARNINGS = 20 -- of those that the account gives reason for

--- Which plan of this run buys a row, by the row's name.
---@type table<string, string>
local buyers = {}

--- Keeps another plan of this run from taking the servers of this one's rows for its own.
---@param plan cph.plan.Held
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

--- Asks what the account says, before anything is sent: errors are raised, warnings are told.
---@param plan cph.plan.Held
---@param calls cph.CreateServer[]
---@param records table<string, table>
local function ask_account(plan, calls, records)
  local found = require("cph.plan.preflight")(plan.rows, calls, records)
  if problems.has_error(found) then
    problems.refuse(plan.name, found, "denied")
  end
  for index = 1, math.min(#found, MOST_WARNINGS) do
    cph.console.note(("%s: %s"):format(plan.name, tostring(found[index])))
  end
end

--- Buys what is not bought yet of any plan, one that a library has made too. All rows are checked first, then the
--- account is asked as `plan:check` does it, and the plan is approved as a whole. After a failure no new call is sent,
--- those under way are finished, and the error's `result` says what was bought.
---
--- `bought` counts the servers of this call, `before` those that were bought before. A dry run buys nothing:
--- `would_buy` counts what it would, and its ids, which begin with dry-run, stand for nothing.
---
--- Where no limit covers the plan and nobody can be asked, as in a job without a terminal, it is left in the ledger:
--- the error is of kind `denied` with the code `waiting`, and says which `cph ledger approve` somebody else has to
--- run. The script's next run buys exactly that plan then, each purchase once. A plan that was changed has another
--- hash, and waits anew.
---
--- A plan of `cph.renewals` is carried out as its own `:apply` does, with that one's result.
---@param plan cph.Plan|cph.Renewals
---@param options? cph.apply.Options
---@return cph.apply.Result  in plan order: `bought` counts servers of this call, `before` those bought before
local function apply(plan, options)
  options = options or {}
  local own, changes = held[plan], require("cph.renewals.held")[plan]
  if changes then
    return require "cph.renewals.complete"(changes, options)
  elseif not own then
    cph.raise {
      kind = "argument", message = "bad argument #1 to cph.apply (plan: not one that cph.plan or cph.renewals made)",
    }
  end
  local calls, records = rows.valid_calls(own.name, own.rows, cph.ledger.list)
  claim(own)
  if options.check ~= false then
    ask_account(own, calls, records)
  end
  cph.gate.approve(own.name, calls, own.prices or nil)
  return require("cph.plan.purchase")(own.name, calls, options.concurrency or CONCURRENCY)
end

return apply
