--- Repeats a question that may fail for a passing reason: `cph.retry(action, options)`. For reads only.
---
---     local servers = cph.retry(function() return cph.servers.list() end, { attempts = 5 })
---     assert(#servers == 0)
---
--- A purchase needs no retry and gets none: one that timed out may have bought, and `plan:apply` looks it up. An action
--- that has begun a purchase is never called again, whatever else fails in it.

---@class (exact) cph.retry.Options
---@field attempts? integer  1 or more; calls in all, the first included; 3 when absent
---@field wait? cph.time.Duration  before the second call, and twice as long before each further one; "1s" when absent
---@field most? cph.time.Duration  what the wait never goes beyond; "30s" when absent

--- What became of these is not known, or is for a person to decide.
local FINAL = { in_doubt = true, partial = true, denied = true, ledger = true, argument = true }

--- Only the service knows whether a second call can succeed, and says so in its error.
---@param err any
---@return boolean
local function is_passing(err)
  return type(err) == "table" and err.retryable == true and err.maybe_done ~= true and not FINAL[err.kind]
end

--- Calls the action in a job of its own, so that purchases of other jobs are not taken for its.
---@param action function
---@return { ok: boolean, results: any[], spent: boolean }
local function attempt(action)
  return cph.parallel({ action }, {}, function()
    local results = table.pack(pcall(action))
    return { ok = table.remove(results, 1), results = results, spent = cph.gate.begun() > 0 }
  end)[1]
end

--- Calls `action` until it succeeds, fails for good, or has used up its attempts; then its last error is raised.
---@generic T
---@param action fun(): T
---@param options? cph.retry.Options
---@return T
local function retry(action, options)
  options = options or {}
  local attempts, wait = options.attempts or 3, cph.time.seconds(options.wait or "1s")
  local most = cph.time.seconds(options.most or "30s")
  for number = 1, attempts do
    local outcome = attempt(action)
    if outcome.ok then
      return table.unpack(outcome.results, 1, outcome.results.n - 1)
    end
    local err = outcome.results[1]
    if number == attempts or outcome.spent or not is_passing(err) then
      error(err, 0)
    end
    cph.sleep(math.min(wait, most))
    wait = wait * 2
  end
end

return retry
