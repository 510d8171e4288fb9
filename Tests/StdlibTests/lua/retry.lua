--- An action that fails with these errors, one a call, and then succeeds.
local function failing(...)
  local errors, calls = { ... }, 0
  return function()
    calls = calls + 1
    if errors[calls] then
      error(errors[calls], 0)
    end
    return "done", calls
  end, function()
    return calls
  end
end

local passing = { kind = "network", retryable = true }
local quick = { wait = 0 }

local action = failing(passing, passing)
local result, calls = cph.retry(action, quick)
assert(result == "done" and calls == 3)

local count
action, count = failing(passing, passing, passing)
local ok, err = pcall(cph.retry, action, quick)
assert(not ok and err == passing and count() == 3, "the last error is raised as it is")

action, count = failing(passing, passing, passing)
assert(cph.retry(action, { attempts = 4, wait = 0 }) == "done" and count() == 4)

for _, final in ipairs {
  "a text", { kind = "network" }, { kind = "in_doubt", retryable = true }, { kind = "partial", retryable = true },
  { kind = "denied", retryable = true }, { kind = "network", retryable = true, maybe_done = true },
} do
  action, count = failing(final)
  ok, err = pcall(cph.retry, action, quick)
  assert(not ok and err == final and count() == 1)
end

-- Nothing, and false, are answers.
assert(select("#", cph.retry(function() end)) == 0 and cph.retry(function() return false end) == false)

-- An action that has begun a purchase is never called again.
local body = {
  server_name = "once", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "KeyPair-1d1d-wy",
  order_param = cph.order.months(1), public_ip = cph.public_ip.none(),
  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
}
calls = 0
ok, err = pcall(cph.retry, function()
  calls = calls + 1
  cph.servers.create(body)
  error(passing, 0)
end, quick)
assert(not ok and err == passing and calls == 1)
assert(#cph.servers.list() == 1)

-- What other jobs buy meanwhile has nothing to do with it.
calls = 0
local job = cph.job(function()
  body.server_name = "twice"
  cph.servers.create(body)
end)
cph.retry(function()
  calls = calls + 1
  if calls == 1 then
    job:join()
    error(passing, 0)
  end
end, quick)
assert(calls == 2)

local _, refused = cph.try(cph.retry, action, { attempt = 3 })
assert(refused.message:find("did you mean attempts?", 1, true))
_, refused = cph.try(cph.retry, action, { attempts = 0 })
assert(refused.message:find("options.attempts: integer of 1 or more expected, got 0", 1, true))
_, refused = cph.try(cph.retry, action, { wait = true })
assert(refused.message:find("options.wait: seconds, or a duration such as '15m' expected, got boolean", 1, true))
