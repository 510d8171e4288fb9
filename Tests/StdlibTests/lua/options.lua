local KNOWN = { concurrency = "integer", prices = "table", ratio = "number", name = "string" }

local given = { concurrency = 4, ratio = 1, name = "x" }
assert(cph.options("f", given, KNOWN) == given)
assert(next(cph.options("f", nil, KNOWN)) == nil)

local function refusal(value)
  local _, err = cph.try(cph.options, "plan:apply", value, KNOWN)
  assert(err.kind == "argument" and err.code == "option", tostring(err))
  return err.message
end

assert(refusal { concurency = 4 }:find("did you mean concurrency?", 1, true))
assert(refusal { x9 = 4 } == 'plan:apply: no option "x9"; the options are concurrency, name, prices, ratio')
assert(refusal { concurrency = 4.5 } == "plan:apply: concurrency is a float; must be of type integer")
assert(refusal { 1 }:find('no option "1"', 1, true))
assert(refusal(3) == "plan:apply: the options are a table, not a number")

assert(cph.options("f", { at = 5 }, { at = "string|number" }).at == 5)
local _, failure = cph.try(cph.options, "f", { at = {} }, { at = "string|number" })
assert(failure.message == "f: at is a table; must be of type string or number", failure.message)
