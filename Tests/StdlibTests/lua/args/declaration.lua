local require = ...
local declare = require "cph.args.declaration"

local function refusal(spec)
  local _, err = cph.try(declare, spec)
  assert(err and err.kind == "argument", "a wrong declaration is refused")
  return err.message
end

local function with(argument, other)
  return refusal { summary = "s", argument, other }
end

assert(refusal {}:find "a summary is missing")
assert(refusal { summary = "s", sumary = 1 }:find("did you mean summary?", 1, true))
assert(with { "--a" }:find "%-%-a has no help")
assert(with { "--a", help = "a", typ = "flag" }:find("did you mean type?", 1, true))
assert(with { "--a", help = "a", type = "flg" }:find('"flg", did you mean flag?', 1, true))
assert(with { "--a", help = "a", type = "list", of = "flag" }:find "of is \"flag\"")
assert(with { "--a", help = "a", type = "choice" }:find "without choices")
assert(with { "a", help = "a", type = "flag" }:find "begins with %-%-")
assert(with { "-a", help = "a" }:find "begins with its name")
assert(with { help = "a" }:find "begins with its name")
assert(with { "--help", help = "a" }:find "is taken")
assert(with { "--a", help = "a", short = "h" }:find "is taken")
assert(with { "--a", help = "a", short = "ab" }:find "one letter")
assert(with({ "--a", help = "a" }, { "a", help = "a" }):find "declared twice")
assert(with({ "--a", help = "a", short = "x" }, { "--b", help = "b", short = "x" }):find "both")
assert(with { "--a", help = "a", type = "integer", default = "x" }:find('is "x"; must be an integer', 1, true))
assert(with({ "a", type = "list", help = "a" }, { "b", help = "b" }):find "behind the list")
assert(with({ "a", optional = true, help = "a" }, { "b", help = "b" }):find "may be left out")
assert(refusal { summary = "s", { "a", help = "a" }, commands = { { "x", summary = "x" } } }:find "to the commands")
assert(refusal { summary = "s", commands = { { summary = "x" } } }:find "begins with its name")

local declared = declare { summary = "s", { "--for", help = "f" }, { "--a-b", help = "a" } }
assert(declared.list[1].key == "for_" and declared.list[2].key == "a_b", "names are written behind a dot")
