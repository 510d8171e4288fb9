--- Carries out changes that were checked and approved, several at a time. Scripts use `:apply` of `cph.renewals`.
---
---     local carry_out = require "cph.renewals.carry_out"
---     local result = carry_out("none", {}, 4)
---     assert(result.done == 0 and result.before == 0 and #result.servers == 0)

local STEPS = 100 -- progress lines at most

-- What is done first of several changes of one server: a renewal moves the end of the period by which all are known.
local TURNS = { ["stop-auto-renew"] = 1, ["auto-renew"] = 1, ["change-model"] = 2, ["renew"] = 3, ["unsubscribe"] = 4 }

local COUNTS = { now = "done", before = "before", ["dry run"] = "would_do" }

--- A function that tells how far it is, after every so many.
---@param name string
---@param all integer
---@return fun(key: string, origin: string)
local function progress(name, all)
  local testing = rawget(cph, "testing")
  if testing and testing.is_running then
    return function() end
  end
  local done, step = 0, math.max(1, all // STEPS)
  return function(key, origin)
    done = done + 1
    if origin ~= "dry run" and (done % step == 0 or done == all) then
      cph.console.progress(("%s: %d of %d changes; %s %s"):format(
        name, done, all, key, origin == "before" and "was done before" or "is done"
      ))
    end
  end
end

local metatable = { __name = "cph.renewals.Result" }

function metatable.__tostring(result)
  local would = result.would_do > 0 and (", %d would be done"):format(result.would_do) or ""
  return ("cph.renewals.Result: %d done, %d before%s"):format(result.done, result.before, would)
end

---@param entries cph.renewals.Entry[]
---@param answers table<integer, cph.renewals.Done>
---@return cph.renewals.Result
local function collected(entries, answers)
  local result = { servers = {}, order_ids = {}, done = 0, before = 0, would_do = 0, not_due = 0 }
  setmetatable(result, metatable)
  for index = 1, #entries do
    local answer = answers[index]
    if answer then
      result.servers[#result.servers + 1] = answer
      if answer.origin then
        result[COUNTS[answer.origin]] = result[COUNTS[answer.origin]] + 1
      end
      if answer.order_id and answer.origin ~= "dry run" then
        result.order_ids[#result.order_ids + 1] = answer.order_id
      end
      answer.origin = nil
    end
  end
  return result
end

---@param entry cph.renewals.Entry
---@param response? table
---@param origin? string  nil in doubt
---@return cph.renewals.Done
local function done_with(entry, response, origin)
  return {
    kind = entry.row.kind, server_id = entry.server_id, name = cph.changes.key(entry.change),
    order_id = response and response.order_id, origin = origin, now = origin and origin == "now",
    in_doubt = not origin or nil, dry_run = origin == "dry run" or nil,
  }
end

--- What the script catches: the failure, which says what was done all the same.
---@param name string
---@param failure any
---@param result cph.renewals.Result
---@param all integer
local function fail(name, failure, result, all)
  if type(failure) ~= "table" then
    error(failure, 0)
  end
  local err = failure
  local kept = { in_doubt = true, partial = true, ledger = true, cancelled = true }
  if result.done > 0 and not kept[failure.kind] then
    err = select(2, cph.try(cph.raise, {
      kind = "partial", code = failure.code,
      message = ("%d of %d changes of %s are done; then %s"):format(result.done, all, name, failure.message),
      hint = failure.hint or "run it again: what was done is not done twice",
    }))
    err.cause, err.operation, err.request_id = failure, failure.operation, failure.request_id
  end
  err.result = result
  error(err, 0)
end

--- The places of the entries by server, those of one server in the order in which they are done.
---@param entries cph.renewals.Entry[]
---@return integer[][]
local function by_server(entries)
  local groups, known = {}, {}
  for index, entry in ipairs(entries) do
    local group = known[entry.server_id]
    if not group then
      group = {}
      groups[#groups + 1], known[entry.server_id] = group, group
    end
    group[#group + 1] = index
  end
  for _, group in ipairs(groups) do
    table.sort(group, function(a, b)
      local turns = { TURNS[entries[a].row.kind], TURNS[entries[b].row.kind] }
      return turns[1] < turns[2] or turns[1] == turns[2] and a < b
    end)
  end
  return groups
end

--- Carries them out, the changes of one server one after another. After a failure nothing new is sent, what is under
--- way is finished, and the error's `result` has what was done.
---@param name string  of the plan
---@param entries cph.renewals.Entry[]  with a change each
---@param concurrency integer  servers at a time
---@return cph.renewals.Result
local function carry_out(name, entries, concurrency)
  local answers, tell = {}, progress(name, #entries)
  local function do_one(index)
    local entry = entries[index]
    local done, answer = pcall(cph.changes.carry_out, entry.change)
    if not done then
      if type(answer) == "table" and answer.kind == "in_doubt" then
        answers[index] = done_with(entry, answer.result)
      end
      error(answer, 0)
    end
    local key = cph.changes.key(entry.change)
    local origin = cph.gate.origin(key) or "now"
    answers[index] = done_with(entry, answer, origin)
    tell(key, origin)
  end
  local ok, failure = pcall(cph.parallel, by_server(entries), { limit = concurrency }, function(group)
    for _, index in ipairs(group) do
      do_one(index)
    end
  end)
  cph.console.progress()
  local result = collected(entries, answers)
  if not ok then
    fail(name, failure, result, #entries)
  end
  return result
end

return carry_out
