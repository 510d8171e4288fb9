local require = ...
local checks = require "cph.testing.checks"

local function run(name, ...)
  return checks[name].test({ mod = true, words = name }, table.pack(...))
end

local function misuse(name, ...)
  local ok, err = pcall(run, name, ...)
  assert(not ok and err.kind == "assertion", tostring(err))
  return err.text
end

assert(run("same", { 1 }, { 1 }) and not run("same", { 1 }, { 2 }) and run("equal", 1, 1.0))
assert(misuse("same", 1) == "assert.same takes 2 arguments, not 1")
assert(misuse("near", 1, "x", 2):find "takes a number as argument 2")
assert(misuse("matches", 5, "x"):find "takes a pattern" and misuse("matches", "x", {}):find "takes a text")
assert(misuse("error", 5):find "takes a function" and misuse("holes"):find "assert.array")

local ok, found = run("matches", "(%a)(%d)", "a1")
assert(ok and found[1] == "a" and found[2] == "1")
local state = { words = "matches" }
assert(checks.matches.test(state, { "x", "axb", "why", 2, n = 4 }) and state.failure_message == "why")
assert(run("matches", ".", "a.", 1, true) and not run("matches", "a", "ab", 2))

local function raise(err)
  return function() error(err, 0) end
end
assert(run("error", raise "x", "x") and run("error", raise(5), 5) and run("error", raise "5", 5))
assert(not run("error", raise "x", "y") and not run("error", function() end))
assert(run("error_matches", raise "abc", "b") and run("error_matches", raise(nil), nil))
assert(select(2, run("error_matches", raise "a1", "%a(%d)"))[1] == "1")
assert(run("unique", { 1, 2 }) and not run("unique", { {}, {} }, true) and run("unique", { {}, {} }, "why"))
assert(not run("unique", { {}, {} }, "why", true))
assert(run("returned_arguments", 2, 1, nil) and not run("returned_arguments", 2, 1))
assert(select(2, checks.holes.test({ array = { 1, nil, 3 } }, { n = 0 }))[1] == 2)
assert(run "nil" and not run "true" and run("callable", setmetatable({}, { __call = print })))
