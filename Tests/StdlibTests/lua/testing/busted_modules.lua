local require = ...
local assertions = require "cph.testing.assertions"
local modules = require("cph.testing.busted_modules").of { version = "2" }

local busted = require("cph.testing.busted_modules").api { it = print }
local heard = {}
local entry = busted.subscribe({ "test", "end" }, function(...) heard[#heard + 1] = ... end)
busted.publish({ "test", "end" }, "a")
busted.publish({ "test", "start" }, "b")
assert(busted.unsubscribe(entry.id) == entry and not pcall(function() busted.it = 1 end))
busted.publish({ "test", "end" }, "c")
assert(table.concat(heard) == "a" and busted.it == print)
local ok, err = pcall(busted.fail, "why")
assert(not ok and err.text == "why")
assert(modules.busted.version == "2" and modules.luassert == assertions and modules["luassert.assert"] == assertions)
assert(type(modules["busted.runner"] {}) == "function")
local util = modules["luassert.util"]
local always = { __eq = function() return true end }
local one, other = setmetatable({ 1 }, always), setmetatable({ 2 }, always)
assert(util.deepcompare(one, other) and not util.deepcompare(one, other, true))
local copy = util.deepcopy { { 1 } }
assert(copy[1][1] == 1 and util.shallowcopy(copy)[1] == copy[1] and util.shallowcopy(5) == 5)
assert(select("#", util.unpack(util.pack(1, nil, nil))) == 3 and util.callable(print) and not util.callable {})
assert(modules["luassert.spy"].is_spy(modules["luassert.stub"].new()))
