local require = ...
local waiting = require "cph.servers.waiting"

-- luacheck: globals cph
local states, said, slept, looks, fails = {}, {}, {}, 0, {}
cph.sleep = function(seconds)
  slept[#slept + 1] = seconds
end
function cph.api.list_cloud_phone_servers()
  looks = looks + 1
  if fails[looks] then
    cph.raise(fails[looks])
  end
  local servers = {}
  for id, steps in cph.sorted(states) do
    local status = steps[math.min(looks, #steps)]
    servers[#servers + 1] = status >= 0 and { server_id = id, server_name = "n-" .. id, status = status } or nil
  end
  return { count = #servers, servers = servers }
end
function cph.api.show_cloud_phone_server_detail(query)
  cph.raise { kind = "api", message = "no server " .. query.server_id }
end

local function wait(steps, options)
  states, said, slept, looks = steps, {}, {}, 0
  local ids = {}
  for id in cph.sorted(steps) do
    ids[#ids + 1] = id
  end
  options = options or {}
  options.tell = function(line)
    said[#said + 1] = line
  end
  return cph.try(waiting, ids, options)
end

-- To the end, in order, with a word for each state
local servers, err = wait { a = { 0, 1, 3, 5 }, b = { 4, 5 }, c = { 5 } }
assert(#servers == 3 and servers[1].server_id == "a" and servers[3].state == "normal" and looks == 4, tostring(err))
assert(table.concat(said, "|") == "1 of 3 servers ready; 2 creating; still waiting, 0 s|"
  .. "2 of 3 servers ready; 1 creating; still waiting, 10 s|2 of 3 servers ready; 1 creating; still waiting, 20 s|"
  .. "3 of 3 servers ready after 30 s", table.concat(said, "|"))

-- What is no end: frozen, stopped, and what no document explains
servers = wait { a = { 8, 10, 11, 12, 13, 6, 7, 5 } }
assert(#servers == 1 and looks == 8)
assert(said[1] == "0 of 1 server ready; 1 frozen; still waiting, 0 s", said[1])
assert(said[7] == "0 of 1 server ready; 1 unknown(7); still waiting, 60 s", said[7])

-- An abnormal server fails, when the others have ended
local _
_, err = wait { a = { 0, 0, 5 }, b = { 2 }, c = { 5 } }
assert(err.kind == "partial" and looks == 3 and err.message == "1 of 3 servers failed: n-b (b): abnormal", err.message)
assert(#err.result == 3 and err.result[1].state == "normal" and err.result[2].state == "abnormal")

-- Another goal
assert(wait({ a = { 0, 10 } }, { done = { 5, 10 } })[1].state == "stopped")
servers = wait({ a = { 0, 2 } }, { done = function(server)
  return server.status == 2
end })
assert(servers[1].status == 2, "what is waited for has not failed")

-- Time
_, err = wait({ a = { 0 } }, { timeout = 0 })
assert(err.kind == "timeout" and err.message:find "^not ready after 0 s: 1 of 1 server: a: not listed", err.message)

-- The longer it takes, the less often it looks
local steps = {}
for index = 1, 60 do
  steps[index] = index < 60 and 1 or 5
end
wait { a = steps }
local waited = 0
for _, seconds in ipairs(slept) do
  assert(seconds <= 10, "silence never lasts longer than 10 s")
  waited = waited + seconds
end
assert(waited > 3600 and looks == 60, "an hour of building takes 60 looks at most")
assert(slept[8] == 10 and #said > #slept, "each time it says how long it has waited")
assert(said[10] == "0 of 1 server ready; 1 creating; still waiting, 90 s", said[10])
assert(said[#said - 1]:find "still waiting, 1 h %d%d min$", said[#said - 1])
assert(said[#said]:find "ready after 1 h %d%d min$", said[#said])

-- What passes by itself, and what does not
fails = {
  [2] = { kind = "network", message = "reset", retryable = true },
  [3] = { kind = "timeout", message = "slow", retryable = true },
}
servers = wait { a = { 0, 0, 0, 5 } }
assert(servers and #slept == 7 and looks == 4, table.concat(slept, " "))
assert(said[2] == "looking again later: reset", table.concat(said, "|"))
fails = { [2] = { kind = "network", message = "certificate has expired" } }
_, err = wait { a = { 0 } }
assert(err.message:find "certificate has expired" and looks == 2, "what is permanent is not waited for")
fails = { [2] = { kind = "api", code = "CPS.0001", message = "no permission" } }
_, err = wait { a = { 0 } }
assert(err.code == "CPS.0001" and looks == 2 and err.result[1].state == "creating")
fails = {}
local within = cph.within
cph.api.list_cloud_phone_servers, states = function()
  error "slip"
end, {}
_, err = cph.try(waiting, { "a" })
assert(tostring(err):find "slip")

-- A server that is gone, and an id that never was
local list = { { server_id = "a", server_name = "n", status = 0 } }
cph.api.list_cloud_phone_servers = function()
  looks = looks + 1
  return { count = #list, servers = looks < 3 and list or {} }
end
cph.api.show_cloud_phone_server_detail = function(query)
  local _, failure = cph.try(cph.raise, { kind = "api", message = "no server " .. query.server_id })
  failure.http_status = 404
  error(failure, 0)
end
looks = 0
_, err = cph.try(waiting, { "a" }, { tell = function() end })
assert(err.kind == "partial" and err.message == "1 of 1 server failed: n (a): gone" and looks == 5, err.message)
looks = 3
_, err = cph.try(waiting, { "typo" }, { tell = function() end })
-- It may have been bought elsewhere a moment ago: only after minutes it never was.
assert(err.message == "1 of 1 server failed: typo: gone" and looks > 12, err.message)

-- What was bought a moment ago is looked at later
cph.ledger.list = function()
  return { { name = "n", server_ids = { "a" }, count = 1, sent_at = os.time() * 1000 } }
end
looks, slept, said = 0, {}, {}
list[1].status = 5
servers = waiting({ "a" }, { tell = function(line)
  said[#said + 1] = line
end })
assert(said[1] == "1 server, just bought; the first look is in 15 seconds", said[1])
assert(said[2] == "1 server; still waiting, 10 s", said[2])
assert(servers[1].state == "normal" and slept[1] + slept[2] == 15 and looks == 1 and within == cph.within)

_, err = cph.try(cph.servers.wait, {}, { timout = 5 })
assert(err.message:find "did you mean timeout?")
_, err = cph.try(cph.servers.wait, {}, { timeout = true })
assert(err.message:find "options.timeout: seconds, or a duration such as '15m' expected, got boolean", err.message)

-- What a dry run has bought is not waited for
said = {}
local nothing = waiting({ order_id = "dry-run-1", server_ids = { "dry-run-1-1", "dry-run-1-2" } }, {
  tell = function(line)
    said[#said + 1] = line
  end,
})
assert(#nothing == 0 and said[1] == "dry run: 2 servers not waited for; nothing was bought", said[1])
