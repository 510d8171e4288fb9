local assert = require "luassert"
local spy = require "luassert.spy"
assert.same({ 1, { 2 } }, { 1, { 2 } })
assert.has_error(function() assert.same({ 1 }, { 2 }) end)
assert.error_matches(function() error "no way" end, "no %a+")
local f = spy.new(function(x) return x + 1 end)
assert(f(1) == 2)
assert.spy(f).was.called_with(1)
local ok, err = pcall(assert.equal, "a", "b")
assert.is_false(ok)
assert.matches("Expected objects to be equal", tostring(err))
assert.is_true(pcall(assert.is_table, cph.order.months(1)))
