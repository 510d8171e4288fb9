--- Functions that remember how they were called, as luassert has them: `spy`, `stub` and `mock`.
---
---     local spies = require "cph.testing.spies"
---     local double = spies.spy.new(function(x) return 2 * x end)
---     assert(double(4) == 8 and double:called(1) and double:called_with(4))
---     local clock = { now = os.time }
---     spies.stub(clock, "now").returns(12)
---     assert(clock.now() == 12)
---     spies.revert()
---     assert(clock.now == os.time)
local require = ...
local comparison = require "cph.testing.comparison"
local failure = require "cph.testing.failure"
local matchers = require "cph.testing.matchers"

local pack, unpack, rawget = table.pack, table.unpack, rawget

local spies = {}

---@class cph.Spy
---@field calls { vals: table, refs: table }[]  the arguments of each call: copies, and the values themselves
---@field returnvals { vals: table, refs: table }[]  what each call returned
local Spy = {}

local meta = { __index = Spy, __name = "cph.Spy", is_kept = true }

-- Spies and stubs that stand in some table, the oldest first, and on whose behalf each was put there.
local placed = {}
local numbered, scope = 0, nil

local function remembered(...)
  local refs, vals = pack(...), { n = select("#", ...) }
  for index = 1, refs.n do
    vals[index] = comparison.copy(refs[index])
  end
  return { vals = vals, refs = refs }
end

function meta.__call(spy, ...)
  spy.calls[#spy.calls + 1] = remembered(...)
  local results = pack(spy.callback(...))
  spy.returnvals[#spy.returnvals + 1] = remembered(unpack(results, 1, results.n))
  return unpack(results, 1, results.n)
end

--- Values are compared as they were then; matchers see the values themselves.
---@param expected table  with `n`
---@param vals table
---@param refs table
---@return boolean
local function fits(expected, vals, refs)
  if expected.n ~= refs.n then
    return false
  end
  for index = 1, expected.n do
    local value = expected[index]
    if not comparison.fits(value, matchers.is_ref_matcher(value) and refs[index] or vals[index]) then
      return false
    end
  end
  return true
end

---@param list { vals: table, refs: table }[]
---@return boolean
local function has(list, ...)
  local expected = pack(...)
  for _, entry in ipairs(list) do
    if fits(expected, entry.vals, entry.refs) then
      return true
    end
  end
  return false
end

--- Whether it was called, or called `times` times.
---@param times? integer
---@param compare? fun(count: integer, times: integer): boolean  instead of being equal
---@return boolean
---@return integer count
function Spy:called(times, compare)
  local count = #self.calls
  if compare then
    return compare(count, times), count
  elseif times then
    return count == times, count
  end
  return count > 0, count
end

--- Whether one call had exactly these arguments.
---@param ... any
---@return boolean
function Spy:called_with(...)
  return has(self.calls, ...)
end

--- Whether one call returned exactly these values.
---@param ... any
---@return boolean
function Spy:returned_with(...)
  return has(self.returnvals, ...)
end

--- Forgets all calls.
---@return cph.Spy self
function Spy:clear()
  self.calls, self.returnvals = {}, {}
  return self
end

--- Puts what stood there before back into its table.
---@return any original
function Spy:revert()
  if self.owner ~= nil and not self.is_reverted then
    self.is_reverted = true
    self.owner[self.key] = self.original
  end
  return self.owner == nil and self.callback or self.before
end

--- Puts a spy into a table. What the table only inherits it inherits again afterwards; where it passes on what is set,
--- as a proxy does, it is handed what stood there.
local function place(spy, owner, key)
  if key == nil or key ~= key then
    error(("bad argument #2 to spy.on (field of the table expected, got %s)"):format(tostring(key)), 3)
  end
  spy.owner, spy.key, spy.before, spy.original = owner, key, owner[key], rawget(owner, key)
  owner[key] = spy
  if spy.original == nil and rawget(owner, key) == nil then
    spy.original = spy.before
  end
  numbered = numbered + 1
  spy.scope, spy.number = scope, numbered
  placed[#placed + 1] = spy
  return spy
end

--- Whether a value is a spy, a stub or a mock.
---@param value any
---@return boolean
function spies.is_spy(value)
  return getmetatable(value) == meta
end

local function is_callable(value)
  local own = getmetatable(value)
  return type(value) == "function" or type(own) == "table" and own.__call ~= nil
end

local spy = {}

--- A function that calls `callback` and remembers how.
---@param callback? function
---@return cph.Spy
function spy.new(callback)
  if callback ~= nil and not is_callable(callback) then
    error(("spy.new takes a function, not a %s"):format(type(callback)), 2)
  end
  return setmetatable({ calls = {}, returnvals = {}, callback = callback or function() end }, meta)
end

--- Puts a spy in the place of the function `owner[key]`, which it calls.
---@param owner table
---@param key any
---@return cph.Spy
function spy.on(owner, key)
  if owner[key] ~= nil and not is_callable(owner[key]) then
    error(("spy.on: %s is no function"):format(tostring(key)), 2)
  end
  return place(spy.new(owner[key]), owner, key)
end

spy.is_spy = spies.is_spy
spies.spy = setmetatable(spy, {
  __call = function(_, callback)
    return spy.new(callback)
  end,
})

local stub = {}

local function returning(...)
  local values = pack(...)
  return function()
    return unpack(values, 1, values.n)
  end
end

--- `returns` and `invokes`, which say what happens when `set` decides, and return the stub.
local function replies(result, set, whole)
  result.returns = function(...)
    set(returning(...))
    return whole or result
  end
  result.invokes = function(action)
    set(function(...)
      return action(...)
    end)
    return whole or result
  end
  return result
end

--- A spy in the place of `owner[key]`, or by itself without them, that calls only what it is given: a function here or
--- with `.invokes(f)`. It returns the values given here or with `.returns(…)`; `.on_call_with(…).returns(…)` is for
--- these arguments alone.
---@param owner? table
---@param key? any
---@param ... any  what it returns, or one function that it calls
---@return cph.Spy
function stub.new(owner, key, ...)
  if owner ~= nil and (type(owner) ~= "table" or key == nil) then
    failure.raise("stub takes a table and a key")
  elseif owner ~= nil and owner[key] ~= nil and not is_callable(owner[key]) then
    failure.raise(("stub: %s is no function"):format(tostring(key)))
  end
  local default, special = returning(...), {}
  if select("#", ...) == 1 and is_callable((...)) then
    default = (...)
  end
  local result = spy.new(function(...)
    local arguments = pack(...)
    for _, entry in ipairs(special) do
      if fits(entry.arguments, arguments, arguments) then
        return entry.action(...)
      end
    end
    return default(...)
  end)
  replies(result, function(action)
    default = action
  end)
  result.by_default = result
  result.on_call_with = function(...)
    local entry = { arguments = comparison.copy(pack(...)) }
    return replies({}, function(action)
      if not entry.action then
        special[#special + 1] = entry
      end
      entry.action = action
    end, result)
  end
  return owner == nil and result or place(result, owner, key)
end

spies.stub = setmetatable(stub, {
  __call = function(_, ...)
    return stub.new(...)
  end,
})

local mock = {}

--- Visits the functions and the spies in `owner` and in the tables in it.
local function each_function(owner, visit, seen)
  if type(owner) ~= "table" or seen[owner] then
    return
  end
  seen[owner] = true
  local keys = {}
  for key in next, owner do
    keys[#keys + 1] = key
  end
  for _, key in ipairs(keys) do
    local value = owner[key]
    if type(value) == "function" or spies.is_spy(value) then
      visit(owner, key, value)
    else
      each_function(value, visit, seen)
    end
  end
end

--- Spies on every function of `owner` and of the tables in it; with `with_stubs` none of them is called. A function by
--- itself is spied on by itself.
---@generic T
---@param owner T
---@param with_stubs? boolean
---@param ... any  what the stubs return, or one function that they call
---@return T owner
function mock.new(owner, with_stubs, ...)
  if type(owner) == "function" then
    return with_stubs and stub.new(nil, nil, ...) or spy.new(owner)
  end
  local arguments = pack(...)
  each_function(owner, function(holder, key, value)
    if spies.is_spy(value) then
      return
    elseif with_stubs then
      stub.new(holder, key, unpack(arguments, 1, arguments.n))
    else
      spy.on(holder, key)
    end
  end, {})
  return owner
end

--- Calls a method of every spy in `owner`.
local function each_spy(owner, method)
  if spies.is_spy(owner) then
    return owner[method](owner)
  end
  each_function(owner, function(_, _, value)
    if spies.is_spy(value) then
      value[method](value)
    end
  end, {})
  return owner
end

--- Forgets the calls of every spy in `owner`.
---@generic T: table
---@param owner T
---@return T owner
function mock.clear(owner)
  return each_spy(owner, "clear")
end

--- Puts back what stood where the spies in `owner` stand.
---@generic T: table
---@param owner T
---@return T owner
function mock.revert(owner)
  return each_spy(owner, "revert")
end

spies.mock = setmetatable(mock, {
  __call = function(_, ...)
    return mock.new(...)
  end,
})

--- Takes the spies out of their tables that `is_ended` names, the newest first.
local function take_out(is_ended)
  for index = #placed, 1, -1 do
    if is_ended(placed[index]) then
      placed[index]:revert()
      table.remove(placed, index)
    end
  end
end

--- How many spies have been put into tables so far: what `revert` takes.
---@return integer
function spies.mark()
  return numbered
end

--- Takes every spy out of its table again that was put there after `mark`.
---@param mark? integer
function spies.revert(mark)
  take_out(function(entry)
    return entry.number > (mark or 0)
  end)
end

--- From now on spies are put into tables on behalf of `new`, a test or a block.
---@param new any
---@return any before
function spies.enter(new)
  local before = scope
  scope = new
  return before
end

--- Takes the spies out of their tables that were put there on behalf of `ended`.
---@param ended any
function spies.release(ended)
  take_out(function(entry)
    return entry.scope == ended
  end)
end

return spies
