--- Makes calls that were checked and approved, several at a time. Scripts use `plan:apply`, which checks and asks
--- first.
---
---     local purchase = require "cph.plan.purchase"
---     local result = purchase("none", {}, 4)
---     assert(#result.server_ids == 0 and #result.orders == 0)

local STEPS = 100 -- progress lines at most, for a plan of many calls

--- Kinds that say by themselves what became of a purchase.
local KEPT = { in_doubt = true, partial = true, ledger = true, cancelled = true }

---@param calls table[]
---@param answers table<integer, table>
---@return cph.apply.Result result
---@return integer servers  asked for in the calls that were answered
local function collected(calls, answers)
  local result = { server_ids = {}, orders = {} }
  local servers = 0
  for index, call in ipairs(calls) do
    local answer = answers[index]
    if answer then
      local ids = answer.server_ids or {}
      table.move(ids, 1, #ids, #result.server_ids + 1, result.server_ids)
      result.orders[#result.orders + 1] = {
        name = call.server_name, order_id = answer.order_id, server_ids = ids,
      }
      servers = servers + (answer.failed and 0 or call.count)
    end
  end
  return result, servers
end

--- A function that tells of each call that is done, or of every so many.
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
    if done % step == 0 or done == #calls then
      cph.console.write(("%s: %d of %d calls, %d of %d servers; %s is order %s"):format(
        name, done, #calls, done_servers, servers, call.server_name, tostring(answer.order_id)
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

--- What a call is known to have bought.
---@param response? table
---@param failed boolean
---@return table?
local function known(response, failed)
  return response and { failed = failed, order_id = response.order_id, server_ids = response.server_ids }
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
      answers[index] = type(answer) == "table" and known(answer.result, true) or nil
      error(answer, 0)
    end
    answers[index] = known(answer, false)
    tell(call, answer)
  end)
  local result, servers = collected(calls, answers)
  if not ok then
    fail(name, failure, result, servers, all)
  end
  return result
end

return purchase
