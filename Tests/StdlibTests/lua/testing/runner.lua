local require = ...
local environment = require "cph.testing.environment"
local runner = require "cph.testing.runner"
local words = require "cph.testing.words"

-- Runs a file as cph test does, and returns what happened, in order.
local function run(body, options)
  local trace = {}
  local suite = environment.element("suite", "")
  local file = environment.element("file", "a_spec.lua", suite)
  local reader = { current = file, options = options or {} }
  local known = words.of(reader)
  known.reader = reader
  local function log(text)
    trace[#trace + 1] = text
  end
  function file.body()
    body(known, function(text) return function() log(text) end end)
  end
  local next_step = runner.new(reader, file, function(channel) log(table.concat(channel, ".")) end)
  local step = next_step()
  while step do
    local outcome, report = "passed", nil
    if step.action == "call" then
      local ok, err = pcall(step.body)
      if not ok then
        local raised = type(err) == "table" and err or {}
        outcome = raised.pending and "pending" or raised.kind == "assertion" and "failed" or "error"
        report = raised.pending or tostring(err)
      end
    elseif step.action == "note" then
      log(("%s %s%s"):format(step.outcome, step.name, step.report and ": " .. step.report or ""))
    end
    step = next_step(outcome, report)
  end
  return trace
end

local function check(expected, body, options)
  local trace = {}
  for _, text in ipairs(run(body, options)) do
    if not text:find "%.start$" and not text:find "%.end$" then
      trace[#trace + 1] = text
    end
  end
  trace = table.concat(trace, ", ")
  assert(trace == expected, trace)
end

check("setup, read, lazy, be, be2, 1, passed a 1, ae, ae2, be, be2, 2, passed a 2, ae, ae2, lazy td, td",
  function(w, note)
    w.setup(note "setup")
    w.teardown(note "td")
    w.describe("a", function()
      note "read"()
      w.lazy_setup(note "lazy")
      w.lazy_teardown(note "lazy td")
      w.before_each(note "be")
      w.before_each(note "be2")
      w.after_each(note "ae")
      w.after_each(note "ae2")
      w.it("1", note "1")
      w.it("2", note "2")
    end)
  end)

local function raise(err)
  return function() error(err, 0) end
end
local failed = setmetatable({ kind = "assertion" }, { __tostring = function() return "no" end })

check("error a setup: x, td, error b lazy_setup: x, ltd, passed c", function(w, note)
  w.describe("a", function()
    w.setup(raise "x")
    w.teardown(note "td")
    w.it("never", note "ran")
  end)
  w.describe("b", function()
    w.lazy_setup(raise "x")
    w.lazy_teardown(note "ltd")
    w.it("never", note "ran")
  end)
  w.it("c", function() end)
end)

check("error before_each: x, outer ae", function(w, note)
  w.before_each(raise "x")
  w.after_each(note "outer ae")
  w.describe("a", function()
    w.before_each(note "inner")
    w.after_each(note "inner ae")
    w.it("never", note "ran")
  end)
end)

check("failed a: no, error b: x, pending c: why, error d: f, passed e , error e after_each: no", function(w)
  w.it("a", raise(failed))
  w.it("b", raise "x")
  w.it("c", raise { pending = "why" })
  w.it("d", function() words.finally(w.reader)(raise "f") end)
  w.describe("e", function()
    w.it("", function() end)
    w.after_each(raise(failed))
  end)
end)

check("error a: x, td", function(w, note)
  w.describe("a", function()
    w.it("never", note "ran")
    error("x", 0)
  end)
  w.teardown(note "td")
end)

check("error a: x", function(w)
  w.it("a", raise "x")
  w.it("b", function() end)
end, { stops = true })
check("passed a, pending b: pending", function(w, note)
  w.setup(note "setup")
  w.it("a", note "ran")
  w.pending "b"
end, { list = true })
check("passed a, passed b, passed c", function(w)
  for _, name in ipairs { "c", "a", "b" } do
    w.it(name, function() end)
  end
end, { sort = true })
local first = table.concat(run(function(w)
  for index = 1, 9 do
    w.it(tostring(index), function() end)
  end
end, { shuffle = true, seed = 7 }), ", ")
assert(not first:find "passed 1.*passed 2.*passed 3.*passed 4.*passed 5.*passed 6.*passed 7.*passed 8", first)

assert(table.concat(run(function(w) w.it("a", function() end) end), " ")
  == "suite.start file.start test.start passed a test.end file.end suite.end")

-- Names and modules of an insulated block end with it; those of an exposed one outlive it by one block.
run(function(w)
  w.insulate("a", function()
    w.it("b", function() rawset(_G, "testing_a", 1) end)
    w.expose("c", function()
      w.it("d", function() rawset(_G, "testing_c", 1) end)
    end)
    w.it("e", function() rawset(_G, "testing_e", 1) end)
  end)
end)
assert(rawget(_G, "testing_a") and rawget(_G, "testing_c") and not rawget(_G, "testing_e"))
rawset(_G, "testing_a", nil)
rawset(_G, "testing_c", nil)
