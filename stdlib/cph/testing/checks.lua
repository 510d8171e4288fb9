--- What `assert` can check, each by the name of the assertion: called with a state and the arguments, a check says
--- whether it holds, what the assertion returns where not its arguments, and what says what is wrong.
---
---     local checks = require "cph.testing.checks"
---     local holds, _, wrong = checks.equal.test({ mod = true }, { 1, 2, n = 2 })
---     assert(not holds and wrong() == "expected 1\n     got 2")
local require = ...
local counted = require "cph.output.counted"
local comparison = require "cph.testing.comparison"
local failure = require "cph.testing.failure"
local shown = require "cph.testing.shown"

---@class cph.testing.Check
---@field test fun(state: table, arguments: table): any, table?, (fun(): string)?
---@field words? string  what is not expected where it is negated: `to be nil`
---@field subject? integer  which argument that is said of

---@type table<string, cph.testing.Check>
local checks = {}

local unpack = table.unpack

---@param names string  separated by blanks
---@param needs integer  how many arguments there must be
---@param words? string
---@param test fun(state: table, arguments: table): any, table?, (fun(): string)?
local function define(names, needs, words, test)
  for name in names:gmatch "%S+" do
    checks[name] = { words = words, subject = math.min(math.max(needs, 1), 2), test = function(state, arguments)
      if arguments.n < needs then
        failure.raise(("assert.%s takes %s, not %d"):format(
          state.words or name, counted(needs, "argument"), arguments.n))
      end
      return test(state, arguments)
    end }
  end
end

--- An argument behind those that count is a message, unless somebody has given one already.
local function take_message(state, message)
  if message ~= nil then
    state.failure_message = message
  end
end

local function bad(name, index, wanted, value)
  failure.raise(("assert.%s takes %s as argument %d, not %s"):format(name, wanted, index, shown.value(value)))
end

--- Says something later, when somebody asks: most assertions hold, and values may be large.
local function saying(text, ...)
  local values = table.pack(...)
  return function()
    for index = 1, values.n do
      values[index] = shown.value(values[index])
    end
    return text:format(unpack(values))
  end
end

define("same", 2, "to be the same", function(state, arguments)
  local expected, actual = arguments[1], arguments[2]
  take_message(state, arguments[3])
  local ok, path = comparison.same(expected, actual)
  return ok, nil, function() return shown.difference(expected, actual, path) end
end)

define("equal equals", 2, "to be equal", function(state, arguments)
  local expected, actual = arguments[1], arguments[2]
  take_message(state, arguments[3])
  return expected == actual, nil, function()
    local text = shown.difference(expected, actual)
    if type(expected) == "table" and type(actual) == "table" and comparison.same(expected, actual) then
      text = text .. "\nthey hold the same, but are two tables; assert.same compares what tables hold"
    end
    return text
  end
end)

define("near", 3, "to be near", function(state, arguments)
  local numbers = {}
  for index = 1, 3 do
    numbers[index] = tonumber(arguments[index]) or bad("near", index, "a number", arguments[index])
  end
  take_message(state, arguments[4])
  local expected, actual, tolerance = unpack(numbers)
  return actual >= expected - tolerance and actual <= expected + tolerance, nil,
    saying("expected %s ± %s\n     got %s", expected, tolerance, actual)
end)

--- Whether a value says itself how it prints, as all values of the host do, whose metatable is not shown.
local function prints(value)
  local own = getmetatable(value)
  return type(value) ~= "string" and (own == false or type(own) == "table" and own.__tostring ~= nil)
end

--- The message among the arguments from the third on: what is neither a place to start nor whether the text is plain.
local function split_message(state, arguments, name)
  local rest = {}
  for index = 3, arguments.n do
    local value = arguments[index]
    if value and type(value) ~= "boolean" and not tonumber(value) and rawget(state, "failure_message") == nil then
      take_message(state, value)
    else
      rest[#rest + 1] = value == nil and rest or value
    end
  end
  local start, is_plain = rest[1], rest[2]
  start = start ~= rest and start or nil
  if start ~= nil and not math.tointeger(tonumber(start)) then
    bad(name, 3, "a whole number", start)
  end
  return start and math.tointeger(tonumber(start)), is_plain ~= rest and is_plain or nil
end

--- The captures of a match, or the whole of it; nil where there is none.
---@return table?
local function captures(text, pattern, start, is_plain)
  if is_plain then
    return text:find(pattern, start, true) and { pattern, n = 1 } or nil
  end
  local found = table.pack(text:match(pattern, start))
  return found[1] ~= nil and found or nil
end

define("match matches", 2, "to match", function(state, arguments)
  local pattern, text = arguments[1], arguments[2]
  local start, is_plain = split_message(state, arguments, "matches")
  if type(pattern) ~= "string" then
    bad("matches", 1, "a pattern", pattern)
  elseif type(text) ~= "string" and type(text) ~= "number" and not prints(text) then
    bad("matches", 2, "a text", text)
  end
  local found = captures(tostring(text), pattern, start, is_plain)
  return found ~= nil, found or { n = 0 }, saying("expected a match of %s\n     got %s", pattern, text)
end)

define("unique", 1, "to be unique", function(state, arguments)
  if type(arguments[1]) ~= "table" then
    bad("unique", 1, "a list", arguments[1])
  end
  local second, third = arguments[2], arguments[3]
  local is_deep = type(second) == "boolean" or second == nil and arguments.n > 2
  take_message(state, is_deep and third or not is_deep and second or nil)
  local deep = third
  if is_deep then
    deep = second
  end
  local first, other = comparison.repeated(arguments[1], deep == true)
  local value = first ~= nil and arguments[1][first]
  return first == nil, nil, saying("expected values that differ\n     got %s at %s and at %s", value, first, other)
end)

local function state_of(words, test)
  return function(state, arguments)
    take_message(state, arguments[2])
    return test(arguments[1]), nil, saying("expected " .. words .. "\n     got %s", arguments[1])
  end
end

define("true", 0, "to be true", state_of("true", function(value) return value == true end))
define("false", 0, "to be false", state_of("false", function(value) return value == false end))
define("truthy", 1, "to be truthy", state_of("anything but nil and false", function(value) return value and true end))
define("falsy", 1, "to be falsy", state_of("nil or false", function(value) return not value end))
for _, name in ipairs { "boolean", "number", "string", "table", "function", "userdata", "thread", "nil" } do
  local words = name == "nil" and "nil" or "a " .. name
  define(name, 0, "to be " .. words, state_of(words, function(value)
    return type(value) == name
  end))
end

local function is_callable(value)
  local own = getmetatable(value)
  return type(value) == "function" or type(own) == "table" and own.__call ~= nil
end

define("callable", 1, "to be callable", state_of("something to call", is_callable))

define("returned_arguments", 0, "as many values", function(_, arguments)
  local count = arguments.n - 1
  return tostring(count) == tostring(arguments[1]), nil, saying("expected %s values\n     got %s", arguments[1], count)
end)

local nothing_raised = saying "expected an error, and nothing was raised"

--- What was raised, without its position.
local function raised(err)
  return type(err) == "string" and err:gsub("^.-:%d+: ", "", 1) or err
end

--- What an assertion about an error returns: the error, then its other arguments.
local function with_error(arguments, err)
  local results = table.move(arguments, 1, arguments.n, 1, { n = math.max(arguments.n, 1) })
  results[1] = err
  return results
end

--- Whether an error is the expected one; texts are compared with what the error prints.
local function is_expected(expected, err)
  if type(expected) == "string" and prints(err) then
    err = tostring(err)
  elseif type(expected) == "number" and type(err) == "string" then
    err = tonumber(err)
    return tostring(expected) == tostring(err), err
  end
  local ok, path = comparison.same(expected, err)
  return ok, err, path
end

define("error errors", 0, "to raise an error", function(state, arguments)
  local action, expected = arguments[1], arguments[2]
  if not is_callable(action) then
    bad("error", 1, "a function", action)
  end
  take_message(state, arguments[3])
  local ok, err = pcall(action)
  local results = with_error(arguments, raised(err))
  if ok then
    return false, results, nothing_raised
  elseif expected == nil then
    return true, results, function() return "expected no error\n     got " .. tostring(err) end
  end
  local is_same, value, path = is_expected(expected, results[1])
  results[1] = value
  return is_same, results, function() return shown.difference(expected, value, path) end
end)

define("error_matches error_match matches_error match_error", 2, "to raise a matching error", function(state, arguments)
  local action, pattern = arguments[1], arguments[2]
  if not is_callable(action) then
    bad("error_matches", 1, "a function", action)
  elseif pattern ~= nil and type(pattern) ~= "string" then
    bad("error_matches", 2, "a pattern", pattern)
  end
  local start, is_plain = split_message(state, arguments, "error_matches")
  local ok, err = pcall(action)
  if ok then
    return false, with_error(arguments, raised(err)), nothing_raised
  elseif err == nil and pattern == nil then
    return true, { n = 0 }
  end
  local text = raised(err)
  local is_text = type(text) == "string" or type(text) == "number" or type(text) == "boolean" or prints(text)
  local found = is_text and pattern and captures(tostring(text), pattern, start, is_plain) or nil
  return found ~= nil, found or with_error(arguments, is_text and tostring(text) or text),
    saying("expected an error that matches %s\n     got %s", pattern, text)
end)

define("holes", 0, nil, function(state, arguments)
  local list, length = rawget(state, "array"), arguments[1]
  if list == nil then
    failure.raise "assert.array(list) must come before holes"
  elseif length == nil then
    length = 0
    for key in pairs(list) do
      length = math.tointeger(key) and type(key) == "number" and math.max(length, key) or length
    end
  elseif type(length) ~= "number" then
    bad("holes", 1, "a number", length)
  end
  for index = 1, length do
    if list[index] == nil then
      return true, { index, n = 1 }, saying("expected a list without holes\n     got one at %s", index)
    end
  end
  return false, { n = 1 }, saying "expected a list with holes"
end)

return checks
