--- Makes calls that were checked and approved, several at a time. Scripts use `plan:apply`, which checks and asks
--- first.
---
---     local purchase = require "cph.plan.purchase"
---     local result = purchase("none", {}, 4)
---     assert(#result.server_ids == 0 and #result.orders == 0 and result.bought == 0 and result.before == 0)

local STEPS = 100 -- progress lines at most, for a plan of many calls

--- Kinds that say by themselves what became of a purchase.
local KEPT = { in_doubt = true, partial = true, ledger = true, cancelled = true }

--- Where the servers of an answer are counted, by when they were bought.
local COUNTS = { now = "bought", before = "before", ["dry run"] = "would_buy" }

---@param call table
---@param answer table
---@return cph.apply.Order
local function order_of(call, answer)
  local order = { name = call.server_name, order_id = answer.order_id, server_ids = answer.server_ids or {} }
  if answer.in_doubt then
    order.in_doubt = true
  else
    order.now, order.dry_run = answer.origin == "now", answer.origin == "dry run" or nil
  end
  return order
end

local metatable = { __name = "cph.apply.Result" }

function metatable.__tostring(result)
  local would = result.would_buy > 0 and (", %d would be bought"):format(result.would_buy) or ""
  return ("cph.apply.Result: %d bought, %d before%s"):format(result.bought, result.before, would)
end

---@param calls table[]
---@param answers table<integer, table>
---@return cph.apply.Result result
---@return integer servers  asked for in the calls that were answered
local function collected(calls, answers)
  local result = { server_ids = {}, orders = {}, bought = 0, before = 0, would_buy = 0 }
  setmetatable(result, metatable)
  local servers = 0
  for index, call in ipairs(calls) do
    local answer = answers[index]
    if answer then
      local order = order_of(call, answer)
      table.move(order.server_ids, 1, #order.server_ids, #result.server_ids + 1, result.server_ids)
      result.orders[#result.orders + 1] = order
      if not answer.in_doubt then
        local count = COUNTS[answer.origin]
        result[count] = result[count] + (answer.failed and #order.server_ids or call.count)
      end
      servers = servers + (answer.failed and 0 or call.count)
    end
  end
  return result, servers
end

--- A function that tells how far it is after each call, or after every so many. What a dry run makes up is told by the
--- gate alone.
---@param name string
---@param calls table[]
---@return fun(call: table, answer: table)
local function progress(name, calls)
  local testing = rawget(cph, "testing")
  if testing and testing.is_running then
    return function() end -- between the results of tests it would say nothing
  end
  local servers, done, done_servers = 0, 0, 0
  for _, call in ipairs(calls) do
    servers = servers + call.count
  end
  local step = math.max(1, #calls // STEPS)
  return function(call, answer)
    done, done_servers = done + 1, done_servers + call.count
    if answer.origin ~= "dry run" and (done % step == 0 or done == #calls) then
      cph.console.progress(("%s: %d of %d calls, %d of %d servers; %s %s order %s"):format(
        name, done, #calls, done_servers, servers, call.server_name,
        answer.origin == "before" and "was bought before," or "is", tostring(answer.order_id)
      ))
    end
  end
end

--- What the script catches: the failure itself where nothing was bought or where it says what was, else one that does.
---@param name string
---@param failure any
---@param result table
---@param servers integer
---@param all integer
local function fail(name, failure, result, servers, all)
  if type(failure) ~= "table" then
    error(failure, 0)
  end
  local err = failure
  if servers > 0 and not KEPT[failure.kind] then
    err = select(2, cph.try(cph.raise, {
      kind = "partial", code = failure.code,
      message = ("%d of %d servers of plan %s were bought; then %s"):format(servers, all, name, failure.message),
      hint = failure.hint or "run it again: what was bought is not bought twice",
    }))
    err.cause, err.operation, err.request_id = failure, failure.operation, failure.request_id
  end
  err.result = result
  error(err, 0)
end

--- What a call is known to have bought, or to have been told of.
---@param name string  of the call
---@param response? table
---@param failure? table  what the call raised
---@return table?
local function known(name, response, failure)
  return response and {
    failed = failure ~= nil, in_doubt = failure and failure.kind == "in_doubt" or false,
    order_id = response.order_id, server_ids = response.server_ids,
    -- Nobody knows where no ledger is asked, as in a test that answers by itself: then it was this call.
    origin = cph.gate.origin(name) or "now",
  }
end

--- Buys the calls. After a failure no new call is sent, those under way are finished, and the error's `result` has what
--- was bought.
---@param name string  of the plan
---@param calls cph.CreateServer[]
---@param concurrency integer
---@return cph.apply.Result  in the order of the calls
local function purchase(name, calls, concurrency)
  local answers, tell, all = {}, progress(name, calls), 0
  for _, call in ipairs(calls) do
    all = all + call.count
  end
  local ok, failure = pcall(cph.parallel, calls, { limit = concurrency }, function(call, index)
    local done, answer = pcall(cph.api.create_cloud_phone_single_server, call)
    if not done then
      answers[index] = type(answer) == "table" and known(call.server_name, answer.result, answer) or nil
      error(answer, 0)
    end
    answers[index] = known(call.server_name, answer)
    tell(call, answers[index])
  end)
  cph.console.progress()
  local result, servers = collected(calls, answers)
  if not ok then
    fail(name, failure, result, servers, all)
  end
  return result
end

return purchase
