--- `assert` as luassert has it: called like Lua's own, and with what it should be in words.
---
---     local assert = require "cph.testing.assertions"
---     assert(1 + 1 == 2)
---     assert.same({ 1, 2 }, { 1, 2 })
---     assert.is_not_nil(3)
---     assert.has_error(function() error({ code = 7 }) end, { code = 7 })
---     assert.matches("^b%d", "b12")
local require = ...
local counted = require "cph.output.counted"
local comparison = require "cph.testing.comparison"
local matchers = require "cph.testing.matchers"
local spies = require "cph.testing.spies"

local plain_assert = assert

---@class cph.testing.Entry
---@field needs integer  how many arguments it takes; one more is the message
---@field test fun(...): boolean, string?, table?  whether it holds, what is wrong, what the assertion returns
---@field words string  what is expected: `to be nil`
---@field takes table<integer, fun(value: any): string?>  says of an argument, by its place, what is expected instead
---@field custom? function  made with `assert:register`

---@type table<string, cph.testing.Entry>
local entries = {}

---@param value any
---@return string
local function shown(value)
  return matchers.is_matcher(value) and tostring(value) or cph.inspect(value)
end

---@param path any[]
---@return string
local function spelled(path)
  local text = ""
  for _, key in ipairs(path) do
    if type(key) == "string" and key:find "^[%a_][%w_]*$" then
      text = text .. (text == "" and key or "." .. key)
    else
      text = text .. "[" .. shown(key) .. "]"
    end
  end
  return text
end

local function at(value, path)
  for _, key in ipairs(path) do
    value = type(value) == "table" and rawget(value, key) or nil
  end
  return value
end

--- What is expected and what is there, one under the other, and where they part when that is inside.
local function difference(expected, actual, path)
  local text = ("expected %s\n     got %s"):format(shown(expected), shown(actual))
  if not path or #path == 0 then
    return text
  end
  return ("%s\nfirst difference at %s: expected %s, got %s"):format(
    text, spelled(path), shown(at(expected, path)), shown(at(actual, path))
  )
end

---@param value any
---@return string?
local function tabled(value)
  return type(value) ~= "table" and "table expected" or nil
end

---@param value any
---@return string?
local function numbered(value)
  return type(value) ~= "number" and "number expected" or nil
end

---@param value any
---@return string?
local function spied(value)
  return not spies.is_spy(value) and "spy expected" or nil
end

---@param value any
---@return string?
local function pattern_of_text(value)
  return type(value) ~= "string" and "string expected" or nil
end

---@param names string  separated by blanks
---@param needs integer
---@param words string
---@param test fun(...): boolean, string?
---@param takes? table<integer, fun(value: any): string?>
local function define(names, needs, words, test, takes)
  for name in names:gmatch "%S+" do
    entries[name] = { needs = needs, test = test, words = words, takes = takes or {} }
    matchers.register(name, function(value, ...)
      -- A matcher is made with what the assertion compares with.
      local arguments = table.pack(...)
      local place = math.min(needs, 2)
      for index = arguments.n, place, -1 do
        arguments[index + 1] = arguments[index]
      end
      arguments[place] = value
      return (test(table.unpack(arguments, 1, arguments.n + 1)))
    end, needs - 1)
  end
end

define("same", 2, "to be the same", function(expected, actual)
  local ok, path = comparison.same(expected, actual)
  return ok, not ok and difference(expected, actual, path) or nil
end)

define("equal equals", 2, "to be equal", function(expected, actual)
  if expected == actual then
    return true
  end
  local text = difference(expected, actual)
  if type(expected) == "table" and type(actual) == "table" and comparison.same(expected, actual) then
    text = text .. "\nthey hold the same, but are two tables; assert.same compares what tables hold"
  end
  return false, text
end)

define("near", 3, "to be near", function(expected, actual, tolerance)
  expected, actual, tolerance = tonumber(expected), tonumber(actual), tonumber(tolerance)
  if not (expected and actual and tolerance) then
    error("assert.near takes numbers", 0)
  end
  return actual >= expected - tolerance and actual <= expected + tolerance,
    ("expected %s ± %s\n     got %s"):format(shown(expected), shown(tolerance), shown(actual))
end)

--- The captures of a match, or the whole of it; nil where there is none.
---@return table?
local function captures(text, pattern, start, is_plain)
  local ok, err = pcall(string.find, text, pattern, math.tointeger(start) or 1, is_plain == true)
  if not ok then
    error(("assert.match: %s"):format(err), 0)
  end
  local found = table.pack(text:find(pattern, math.tointeger(start) or 1, is_plain == true))
  if found[1] == nil then
    return nil
  elseif found.n == 2 then
    return { text:sub(found[1], found[2]), n = 1 }
  end
  return table.pack(table.unpack(found, 3, found.n))
end

--- Whether a table says itself how it prints, as all values of the host do, whose metatable is not shown.
local function prints(value)
  local own = getmetatable(value)
  return type(value) == "table" and (own == false or type(own) == "table" and own.__tostring ~= nil)
end

define("match matches", 2, "to match", function(pattern, text, start, is_plain)
  local kind = type(text)
  local is_text = kind == "string" or kind == "number" or prints(text)
  local found = is_text and captures(tostring(text), pattern, start, is_plain) or nil
  return found ~= nil, ("expected a match of %s\n     got %s"):format(shown(pattern), shown(text)), found
end, { pattern_of_text })

define("unique", 1, "to be unique", function(list, is_deep)
  for first, value in pairs(list) do
    for second, other in pairs(list) do
      if first ~= second and (is_deep and comparison.same(value, other) or value == other) then
        return false, ("expected values that differ\n     got %s at %s and at %s"):format(
          shown(value), shown(first), shown(second)
        )
      end
    end
  end
  return true
end, { tabled })

local function state_of(words, test)
  return function(value)
    return test(value), ("expected %s\n     got %s"):format(words, shown(value))
  end
end

define("true", 1, "to be true", state_of("true", function(value) return value == true end))
define("false", 1, "to be false", state_of("false", function(value) return value == false end))
define("truthy", 1, "to be truthy", state_of("anything but nil and false", function(value) return value and true end))
define("falsy", 1, "to be falsy", state_of("nil or false", function(value) return not value end))
for _, name in ipairs { "boolean", "number", "string", "table", "function", "userdata", "thread" } do
  define(name, 1, "to be a " .. name, state_of("a " .. name, function(value)
    return type(value) == name
  end))
end
define("nil", 1, "to be nil", state_of("nil", function(value) return value == nil end))
define("callable", 1, "to be callable", state_of("something to call", function(value)
  local own = getmetatable(value)
  return type(value) == "function" or type(own) == "table" and own.__call ~= nil
end))

define("returned_arguments", 1, "as many values", function(count, ...)
  return select("#", ...) == count, ("expected %s values\n     got %d"):format(shown(count), select("#", ...))
end)

define("holes", 1, "to have holes", function(list, length)
  length = math.type(length) and length or 0
  for key in pairs(list) do
    length = math.type(key) == "integer" and math.max(length, key) or length
  end
  for index = 1, length do
    if list[index] == nil then
      return true
    end
  end
  return false, "expected a list with holes"
end, { tabled })

--- What was raised, as text where that is what is expected: without its position.
local function raised(err, wants_text)
  if type(err) == "string" then
    return (err:gsub("^.-:%d+: ", "", 1))
  elseif wants_text and (type(err) == "number" or prints(err)) then
    return tostring(err)
  end
  return err
end

define("error errors", 1, "to raise an error", function(action, expected)
  local ok, err = pcall(action)
  if ok then
    return false, "expected an error, and nothing was raised"
  end
  local value = raised(err, type(expected) == "string")
  local is_same, path = true, nil
  if expected ~= nil then
    is_same, path = comparison.same(expected, value)
  end
  if is_same then
    return true, ("expected no error\n     got %s"):format(tostring(err)), { value, n = 1 }
  end
  return false, difference(expected, value, path)
end)

define("error_matches error_match matches_error match_error", 2, "to raise a matching error", function(
  action, pattern, start, is_plain
)
  local ok, err = pcall(action)
  if ok then
    return false, "expected an error, and nothing was raised"
  end
  local text = raised(err, true)
  if type(pattern) ~= "string" then
    return comparison.same(pattern, err), difference(pattern, err)
  end
  local found = type(text) == "string" and captures(text, pattern, start, is_plain) or nil
  return found ~= nil, ("expected an error that matches %s\n     got %s"):format(shown(pattern), shown(text)), found
end)

-- Spies: the first argument is the spy that `assert.spy(s)` was given.

local function counting(words, test)
  return function(spy, times)
    local count = #spy.calls
    return test(count, times), ("expected %s\n     got %d calls"):format(words:format(shown(times)), count)
  end
end

define("called", 1, "to be called", function(spy, times)
  if times == nil then
    return #spy.calls > 0, "expected at least one call\n     got none"
  end
  return #spy.calls == times, ("expected %s calls\n     got %d"):format(shown(times), #spy.calls)
end, { spied })

local COUNTS = {
  at_least = function(count, times) return count >= times end,
  at_most = function(count, times) return count <= times end,
  more_than = function(count, times) return count > times end,
  less_than = function(count, times) return count < times end,
}
for name, test in pairs(COUNTS) do
  local check = counting(name:gsub("_", " ") .. " %s calls", test)
  define("called_" .. name, 2, "to be called as often", check, { spied, numbered })
end

local function listed(values)
  local parts = {}
  for index = 1, values.n do
    parts[index] = shown(values[index])
  end
  return "(" .. table.concat(parts, ", ") .. ")"
end

local function recorded(what, list)
  return function(spy, ...)
    local expected = table.pack(...)
    local lines = { ("expected a call that %s %s"):format(what, listed(expected)) }
    for _, entry in ipairs(spy[list]) do
      lines[#lines + 1] = "     got " .. listed(entry.vals)
    end
    if #spy[list] == 0 then
      lines[#lines + 1] = "     got no call"
    end
    local method = list == "calls" and spy.called_with or spy.returned_with
    return method(spy, ...), table.concat(lines, "\n")
  end
end

define("called_with", 1, "to be called like this", recorded("passed", "calls"), { spied })
define("returned_with", 1, "to return this", recorded("returned", "returnvals"), { spied })

-- The words between `assert` and an assertion. Those with `takes` are called with what follows is about.
local MODIFIERS = {
  is = {}, are = {}, was = {}, has = {}, have = {}, does = {}, be = {}, to = {}, an = {}, a = {},
  ["not"] = { negates = true }, no = { negates = true },
  spy = { takes = true }, stub = { takes = true }, array = { takes = true }, message = { takes = true },
}

---@class cph.testing.State
---@field negated boolean
---@field name? string  of the assertion
---@field modifier? string  that takes an argument and has not got it
---@field subject? any[]  what `spy(…)` or `array(…)` was given
---@field message? any
---@field words string  as the user wrote it

local Assert = {}
local chain

--- Fails with a table that prints as its message; `cph test` shows where it was raised.
local function fail(message)
  error(setmetatable({ kind = "assertion", message = message }, {
    __tostring = function(err) return err.message end,
  }), 0)
end

local function unknown(words)
  local names = {}
  for name in pairs(entries) do
    names[#names + 1] = name
  end
  local near = cph.suggest(words:match "[^.]+$" or words, names)
  error(("assert has no %q%s"):format(words, near and "; did you mean assert." .. near .. "?" or ""), 4)
end

--- Reads words from position `first` on into `state`, the longest name of an assertion first.
local function read(state, tokens, first)
  if first > #tokens then
    return state
  end
  for last = #tokens, first, -1 do
    local name = table.concat(tokens, "_", first, last)
    local longer = state.name and state.name .. "_" .. name
    if longer and entries[longer] or not state.name and entries[name] then
      state.name = longer or name
      return read(state, tokens, last + 1)
    end
    local modifier = MODIFIERS[name]
    if modifier then
      state.negated = state.negated ~= (modifier.negates or false)
      state.modifier = modifier.takes and name or state.modifier
      return read(state, tokens, last + 1)
    end
  end
  -- One that somebody has registered under a name with such words in it: `has_property`.
  local name = state.words:lower():gsub("%.", "_")
  while name do
    if entries[name] then
      state.name = name
      return state
    end
    name = name:match "^[^_]+_(.+)$"
  end
  unknown(state.words)
end

local function extended(state, key)
  local copy = {}
  for name, value in pairs(state) do
    copy[name] = value
  end
  copy.words = state.words == "" and key or state.words .. "." .. key
  local tokens = {}
  for token in tostring(key):lower():gmatch "[^_]+" do
    tokens[#tokens + 1] = token
  end
  return chain(read(copy, tokens, 1))
end

--- The argument behind the last one that the assertion needs is a message.
local function verdict(state, entry, arguments)
  -- A function that returns nothing gives nil to whoever asks.
  local least = (state.name == "nil" or state.name == "falsy") and 0 or entry.needs
  if arguments.n < least then
    error(("assert.%s takes %s, not %d"):format(state.words, counted(entry.needs, "argument"), arguments.n), 4)
  end
  for place, problem_of in pairs(entry.takes) do
    local problem = problem_of(arguments[place])
    if problem then
      local kind = type(arguments[place])
      error(("bad argument #%d to assert.%s (%s, got %s)"):format(place, state.words, problem, kind), 4)
    end
  end
  local ok, details, results = entry.test(table.unpack(arguments, 1, arguments.n))
  if (ok and true or false) ~= state.negated then
    results = not state.negated and results or arguments
    return table.unpack(results, 1, results.n)
  end
  local message = state.message
  local own = arguments[entry.needs + 1]
  if message == nil and type(own) == "string" and (entry.needs > 1 or state.name ~= "error") then
    message = own
  end
  if state.negated then
    local subject = arguments[entry.needs > 1 and 2 or 1]
    if spies.is_spy(arguments[1]) then
      details = "the opposite of this was expected:\n" .. details
    elseif not state.name:find "error" then
      details = ("did not expect %s %s"):format(shown(subject), entry.words)
    end
  end
  fail((message ~= nil and tostring(message) .. "\n" or "") .. (details or "assertion failed: " .. state.words))
end

local function check(state, ...)
  local arguments = table.pack(...)
  if state.subject then
    arguments = table.pack(state.subject[1], ...)
  end
  local entry = entries[state.name]
  if entry.custom then
    local ok = entry.custom({ mod = not state.negated }, arguments, 1)
    if (ok and true or false) ~= state.negated then
      return ...
    end
    fail(entry.message and tostring(entry.message(arguments, state.negated)) or "assertion failed: " .. state.words)
  end
  return verdict(state, entry, arguments)
end

function chain(state)
  return setmetatable({}, {
    __index = function(_, key)
      return extended(state, key)
    end,
    __call = function(_, ...)
      if state.name then
        return check(state, ...)
      elseif state.modifier == "message" then
        return chain { negated = state.negated, words = state.words, message = (...), subject = state.subject }
      elseif state.modifier then
        return chain {
          negated = state.negated, words = state.words, subject = table.pack(...), message = state.message,
        }
      end
      error(("assert.%s says nothing by itself"):format(state.words), 2)
    end,
  })
end

--- Adds an assertion: `test(state, arguments)` says whether it holds.
---@param kind "assertion"|"matcher"|"modifier"
---@param name string
---@param test fun(state: table, arguments: table): any
---@param positive? string  what is said when it fails
---@param negative? string
function Assert.register(_, kind, name, test, positive, negative)
  name = name:lower()
  if kind == "modifier" then
    MODIFIERS[name] = { takes = true }
  elseif kind == "matcher" then
    matchers.register(name, function(value, ...)
      return test({}, table.pack(...))(value)
    end)
  else
    entries[name] = { needs = 0, words = "", custom = test, message = function(arguments, is_negated)
      local text = is_negated and negative or positive
      local values = {}
      for index = 1, arguments.n do
        values[index] = shown(arguments[index])
      end
      return text and Assert.say(text, values) or "assertion failed: " .. name
    end }
  end
end

--- Takes back what `register` has made.
---@param kind "assertion"|"matcher"|"modifier"
---@param name string
function Assert.unregister(_, kind, name)
  if kind == "assertion" then
    entries[name:lower()] = nil
  end
end

-- Texts of `say`, by key.
local texts = {}

--- Sets the text that `say` gives for a key.
---@param key string
---@param text string
function Assert.set_text(key, text)
  texts[key] = text
end

--- The text with this key, its `%s` filled in.
---@param key string
---@param values string[]
---@return string
function Assert.say(key, values)
  local text = texts[key] or key
  local index = 0
  return (text:gsub("%%s", function()
    index = index + 1
    return tostring(values[index])
  end))
end

--- A point to go back to: `revert` takes the spies away that were made since.
---@return { revert: fun() }
function Assert.snapshot(_)
  local mark = spies.mark()
  return {
    revert = function()
      spies.revert(mark)
    end,
  }
end

--- Does nothing: values are shown as `cph.inspect` shows them. luassert has it.
function Assert.add_formatter(_) end

--- Does nothing; see `add_formatter`.
function Assert.remove_formatter(_) end

--- Does nothing; luassert has it.
function Assert.set_parameter(_) end

--- Does nothing; luassert has it.
function Assert.get_parameter(_) end

--- Everything that was registered, for luassert's own users.
---@param values any[]
---@return any[]
function Assert.format(_, values)
  for index = 1, values.n or #values do
    values[index] = shown(values[index])
  end
  return values
end

return setmetatable(Assert, {
  -- As Lua's own, which puts the caller's place in front of a text.
  __call = function(_, ...)
    if ... then
      return ...
    elseif select("#", ...) == 0 then
      error("bad argument #1 to assert (value expected, got none)", 2)
    elseif select("#", ...) == 1 then
      return plain_assert(...)
    end
    error((select(2, ...)), 2)
  end,
  __index = function(_, key)
    return extended({ negated = false, words = "" }, key)
  end,
})
