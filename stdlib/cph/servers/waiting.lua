--- Waits until servers run: what `cph.servers.wait` does.
---
---     local waiting = require "cph.servers.waiting"
---     local servers = waiting({}, { timeout = "1m" })
---     assert(#servers == 0)
local require = ...
local counted = require "cph.output.counted"
local targets_of = require "cph.servers.targets"
local new_watch = require "cph.servers.watch"
local new_orders = require "cph.servers.orders"
local is_pretended = require "cph.output.pretended"

---@class cph.servers.Wait
---@field watch cph.Watch
---@field orders cph.servers.Orders
---@field done fun(server: cph.Server): boolean?
---@field tell fun(line: string)
---@field progress fun(line: string)  takes how far it is
---@field pace number  seconds between two lines of progress
---@field standing string  how far it was when it looked last
---@field waited number  seconds
---@field troubles integer  looks in a row that failed
---@field failure any  what ended it

local TIMEOUT = "90m"
local NORMAL, ABNORMAL = 5, 2 -- statuses of servers
local FRESH = 60 -- seconds: what was bought less long ago is not looked at at once
local FIRST_LOOK = 15 -- seconds after a purchase
local SHORTEST, LONGEST, LONGEST_TROUBLED = 10, 120, 300 -- seconds between looks
local GROWTH = 8 -- the interval is the time waited so far by this, so that long waits ask seldom
local SILENCE = 10 -- seconds at most between two lines of progress, which the console sees to by itself
local MOST_UNAUTHORIZED = 3 -- looks in a row that may fail for want of a valid token
local MOST_NAMED = 10 -- servers in one message, and servers asked for by id at one look
local MISSING = 3 -- looks that do not show a server before it is asked for by its id
local UNSEEN = 300 -- seconds: a server that was never seen may be bought elsewhere and not be shown yet

---@param seconds number
---@return string
local function duration(seconds)
  local minutes = math.floor(seconds) // 60
  if minutes < 2 then
    return ("%d s"):format(math.floor(seconds))
  elseif minutes < 60 then
    return ("%d min %02d s"):format(minutes, math.floor(seconds) % 60)
  end
  return ("%d h %02d min"):format(minutes // 60, minutes % 60)
end

--- Where a server is, in a word, and whether that is the end.
---@param wait cph.servers.Wait
---@param target cph.servers.Target
---@return string state
---@return "done"|"failed"|nil ending
local function state_of(wait, target)
  local order = wait.orders.by_id[target.order_id] or {}
  local server = target.server
  if target.is_gone then
    return "gone", "failed"
  elseif order.is_cancelled then
    return "order cancelled", "failed"
  elseif server and wait.done(server) then
    return cph.servers.state(server.status), "done"
  elseif order.is_unpaid then
    return "unpaid"
  elseif not server then
    return "not listed"
  end
  return cph.servers.state(server.status), server.status == ABNORMAL and "failed" or nil
end

--- The servers as they were listed last, in the order of the targets, each with `state`.
---@param wait cph.servers.Wait
---@return table[] servers
---@return table[] failed
---@return table[] rest  neither failed nor done
local function outcome(wait)
  local servers, failed, rest = {}, {}, {}
  for index, target in ipairs(wait.watch.targets) do
    local server = { server_id = target.server_id, metadata = { order_id = target.order_id } }
    for name, value in next, target.server or {} do
      server[name] = value
    end
    local state, ending = state_of(wait, target)
    server.state, servers[index] = state, server
    if ending ~= "done" then
      table.insert(ending and failed or rest, server)
    end
  end
  return servers, failed, rest
end

--- How many are in which state: "580 creating, 8 unpaid".
---@param servers table[]
---@return string
local function tally(servers)
  local counts, parts = {}, {}
  for _, server in ipairs(servers) do
    counts[server.state] = (counts[server.state] or 0) + 1
  end
  for state, count in cph.sorted(counts) do
    parts[#parts + 1] = ("%d %s"):format(count, state)
  end
  return table.concat(parts, ", ")
end

---@param servers table[]
---@return string
local function named(servers)
  local parts = {}
  for index = 1, math.min(#servers, MOST_NAMED) do
    local server = servers[index]
    local id = server.server_id or "a server of order " .. server.metadata.order_id
    local name = server.server_name and ("%s (%s)"):format(cph.visible(server.server_name), id) or id
    parts[index] = ("%s: %s"):format(name, server.state)
  end
  local more = #servers - #parts
  return table.concat(parts, ", ") .. (more > 0 and (" and %d more"):format(more) or "")
end

--- Says that it still waits, and for how long.
---@param wait cph.servers.Wait
local function remind(wait)
  wait.progress(("%s; still waiting, %s"):format(wait.standing, duration(wait.waited)))
end

--- Says how far it is, and for how long it has waited.
---@param wait cph.servers.Wait
local function report(wait)
  local servers, failed, rest = outcome(wait)
  local others = table.move(rest, 1, #rest, #failed + 1, failed)
  local text = ("%d of %s ready"):format(#servers - #others, counted(#servers, "server"))
  if #others == 0 then
    return wait.progress(("%s after %s"):format(text, duration(wait.waited)))
  end
  wait.standing = ("%s; %s"):format(text, tally(others))
  remind(wait)
end

--- Asks for servers by their ids that lists have ceased to show, or never showed though no order explains it.
---@param wait cph.servers.Wait
local function look_for_missing(wait)
  local asked = 0
  for _, target in ipairs(wait.watch:pending()) do
    if target.absent >= MISSING and asked < MOST_NAMED and (target.server or not target.order_id) then
      asked = asked + 1
      local server, err = cph.try(cph.servers.show, target.server_id)
      if server then
        target.server, target.absent = server, 0
      else
        local is_unknown = type(err) == "table" and err.http_status == 404
        target.is_gone = is_unknown and (target.server ~= nil or wait.waited >= UNSEEN)
      end
    end
  end
end

---@param wait cph.servers.Wait
local function look(wait)
  wait.orders:look()
  if wait.watch:look() then
    look_for_missing(wait)
  end
  for _, target in ipairs(wait.watch.targets) do
    target.is_settled = select(2, state_of(wait, target)) ~= nil
  end
end

--- Whether another look may go better.
---@param err any
---@param troubles integer
---@return boolean
local function is_passing(err, troubles)
  if type(err) ~= "table" then
    return false
  end
  local is_unauthorized = err.http_status == 401 and troubles <= MOST_UNAUTHORIZED
  return err.retryable or is_unauthorized
end

--- Looks. Raises what will not pass by itself.
---@param wait cph.servers.Wait
local function try_to_look(wait)
  local ok, err = pcall(look, wait)
  wait.troubles = ok and 0 or wait.troubles + 1
  if not ok and not is_passing(err, wait.troubles) then
    wait.failure = err
    error(err, 0)
  elseif wait.troubles == 1 then
    wait.tell("looking again later: " .. tostring(err.message))
  end
end

---@param wait cph.servers.Wait
---@return number seconds
local function interval(wait)
  local seconds = math.min(math.max(SHORTEST, wait.waited // GROWTH), LONGEST)
  return wait.troubles == 0 and seconds or math.min(seconds * 2 ^ math.min(wait.troubles, 16), LONGEST_TROUBLED)
end

--- Sleeps, and says all the while that it still waits.
---@param wait cph.servers.Wait
---@param seconds number
local function sleep(wait, seconds)
  local left = seconds
  while left > 0 do
    local part = math.min(left, wait.pace)
    cph.sleep(part)
    wait.waited, left = wait.waited + part, left - part
    if left > 0 then
      remind(wait)
    end
  end
end

---@param wait cph.servers.Wait
---@param bought? integer  milliseconds since 1970
local function run(wait, bought)
  local age = bought and os.time() - bought // 1000
  if age and age >= 0 and age < FRESH then
    wait.tell(("%s, just bought; the first look is in %d seconds"):format(
      counted(#wait.watch.targets, "server"), FIRST_LOOK
    ))
    sleep(wait, FIRST_LOOK)
  end
  while true do
    try_to_look(wait)
    report(wait)
    if #wait.watch:pending() == 0 then
      return
    end
    sleep(wait, interval(wait))
  end
end

---@param wait cph.servers.Wait
---@param timeout string|number
---@return table
local function overdue(wait, timeout)
  local servers, failed, rest = outcome(wait)
  local others = table.move(rest, 1, #rest, #failed + 1, failed)
  return {
    kind = "timeout", hint = "wait again with the same ids: waiting buys nothing",
    message = ("not ready after %s: %d of %s: %s"):format(
      type(timeout) == "number" and duration(timeout) or timeout, #others, counted(#servers, "server"), named(others)
    ),
  }
end

---@param failed table[]
---@param all integer
---@return table
local function partial(failed, all)
  return {
    kind = "partial", message = ("%d of %s failed: %s"):format(#failed, counted(all, "server"), named(failed)),
    hint = "the error's result has what became of each; cph.api.show_cloud_phone_server_detail has all of one",
  }
end

--- Raises `fields` as an error, with what became of the servers.
---@param fields table
---@param wait cph.servers.Wait
local function raise(fields, wait)
  local _, err = cph.try(cph.raise, fields)
  err.result = outcome(wait)
  error(err, 0)
end

---@param done? integer[]|fun(server: cph.Server): boolean?
---@return fun(server: cph.Server): boolean?
local function goal(done)
  if type(done) == "function" then
    return done
  end
  local wanted = {}
  for _, status in ipairs(done or { NORMAL }) do
    wanted[status] = true
  end
  return function(server)
    return wanted[server.status]
  end
end

---@param line string
local function tell_people(line)
  cph.console.note("wait: " .. line)
end

---@param line string
local function show_people(line)
  cph.console.progress("wait: " .. line)
end

--- The targets that there are: a dry run buys nothing, and its servers are names alone.
---@param targets cph.servers.Target[]
---@param tell fun(line: string)
---@return cph.servers.Target[]
local function without_pretended(targets, tell)
  local real = {}
  for _, target in ipairs(targets) do
    if not is_pretended(target.server_id or target.order_id) then
      real[#real + 1] = target
    end
  end
  if #real < #targets then
    tell(("dry run: %s not waited for; nothing was bought"):format(counted(#targets - #real, "server")))
  end
  return real
end

--- See `cph.servers.wait`.
---@param what string[]|cph.Server[]|cph.Plan|cph.servers.Purchase
---@param options? cph.servers.WaitOptions
---@return cph.Server[]
local function waiting(what, options)
  options = options or {}
  local tell, timeout = options.tell or tell_people, options.timeout or TIMEOUT
  local targets, bought = targets_of(what)
  targets = without_pretended(targets, options.tell or cph.console.note)
  if #targets == 0 then
    return {}
  end
  local watch = new_watch(targets)
  local wait = {
    watch = watch, orders = new_orders(watch, tell), done = goal(options.done), tell = tell,
    progress = options.tell or show_people, pace = options.tell and SILENCE or 1,
    standing = counted(#targets, "server"), waited = 0, troubles = 0,
  }
  local ok, err = pcall(cph.within, timeout, run, wait, bought)
  cph.console.progress()
  local servers, failed = outcome(wait)
  if ok and #failed == 0 then
    return servers
  elseif ok then
    raise(partial(failed, #servers), wait)
  elseif type(err) == "table" and err.kind == "timeout" and not wait.failure then
    raise(overdue(wait, timeout), wait)
  elseif type(err) == "table" then
    err.result = servers
  end
  error(err, 0)
end

return waiting
