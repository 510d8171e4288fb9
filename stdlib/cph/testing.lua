--- Lets tests break the cloud, let time pass, and count what was sent. Every test that `cph test`
--- runs has a new cloud in memory, a ledger of its own, and a clock that moves only when something waits.
---
---     local testing = cph.testing
---     if testing.is_running then -- under cph test
---       testing.faults "429=first=1"
---       testing.advance "40m"
---       assert(testing.calls "create_cloud_phone_single_server" == 0)
---     end
local require = ...
local bench = require "cph.testing.bench"
local spies = require "cph.testing.spies"
local matchers = require "cph.testing.matchers"
local assertions = require "cph.testing.assertions"

local testing = {}

--- How a script ended that a test has run.
---@class cph.testing.Run
---@field output string  what the script wrote
---@field errors string  what it said on standard error
---@field exit_code integer
---@field purchases cph.testing.Order[]  what it bought, as in `orders`

--- What the cloud of a test has sold.
---@class cph.testing.Order
---@field order_id string
---@field request cph.CreateServer
---@field server_ids string[]
---@field is_paid boolean

--- Whether this is a test under `cph test`; elsewhere the functions below raise an error.
---@type boolean
testing.is_running = false

--- What the host does for a test.
---@param name string
---@param ... any
---@return any
local function call(name, ...)
  local action = bench[name]
  if not action then
    cph.raise {
      kind = "denied", message = ("cph.testing.%s works only in tests"):format(name),
      hint = "run them with cph test",
    }
  end
  return action(...)
end

--- Sets the faults of the cloud from now on, as `cph emulator --faults` takes them; an empty text ends that.
---@param spec string
function testing.faults(spec)
  call("faults", spec)
end

--- Starts with a new cloud and a new ledger, as `reset` does; until the test ends the account has what `catalogue` says
--- and nothing else. The fields are those of the file that `cph emulator --catalogue` takes: what is absent has no
--- limits.
---@param catalogue table<string, any>  such as { server_models = { { server_model_name = "physical.rx2" } } }
function testing.catalogue(catalogue)
  call("catalogue", catalogue)
end

--- Lets time pass: whatever sleeps wakes when its time has come. Takes no real time.
---@param duration cph.time.Duration  such as "40m"; a number is seconds
function testing.advance(duration)
  call("advance", duration)
end

--- Counts how many requests of this operation reached the cloud in this test; of all operations by name where it is
--- absent.
---@param operation? string  such as "create_cloud_phone_single_server"
---@return integer|table<string, integer>
function testing.calls(operation)
  return call("calls", operation)
end

--- Lists what the cloud has sold in this test, the oldest order first.
---@return cph.testing.Order[]
function testing.orders()
  return call "orders"
end

--- Runs a script as `cph` would, with this test's cloud, ledger and time. Its path is below the project's folder.
---
---     local run = cph.testing.run("scripts/fleet.lua", 3)
---     assert.equal(0, run.exit_code)
---     assert.matches("3 servers", run.output)
---     assert.equal(1, #run.purchases)
---@param script string
---@param ... string|number|(string|number)[]  its arguments; or one list of them
---@return cph.testing.Run
function testing.run(script, ...)
  return call("run", script, ...)
end

--- Starts with a new cloud and a new ledger, as at the start of a test.
function testing.reset()
  call "reset"
end

--- Spies, stubs and mocks as luassert has them; in tests they are also globals, and end with the test.
testing.spy, testing.stub, testing.mock, testing.match =
  spies.spy, spies.stub, spies.mock, matchers.match

--- `assert` as luassert has it; in tests it is also the global.
testing.assert = assertions

return testing
