local require = ...
local environment = require "cph.testing.environment"

local suite = environment.element("suite", "")
local file = environment.element("file", "a_spec.lua", suite)
local block = environment.element("describe", "block", file)
local hook = environment.element("before_each", "before_each", block)
local exposed = environment.element("describe", "exposed", block)
hook.mode, exposed.mode = "hook", "expose"
assert(#file.children == 1 and #block.children == 2 and block.parent == file)

local current = file
local names = environment.of(function() return current end)
names.a = 1
current = block
assert(names.a == 1 and names.print == print and names.surely_not_there == nil)
names.a, names.b = 2, false
current = hook
names.c = 3
assert(block.names.c == 3 and names.b == false)
current = exposed
names.d = 4
assert(file.names.d == 4)
current = file
assert(names.a == 1 and names.c == nil and names.d == 4)

-- What an insulated block does to the globals and the modules is taken back.
local kept = environment.save()
rawset(_G, "testing_insulation", 1)
package.loaded["testing.insulation"] = {}
local string_before = string
rawset(_G, "string", nil)
environment.restore(kept)
assert(rawget(_G, "testing_insulation") == nil and package.loaded["testing.insulation"] == nil)
assert(string == string_before)
