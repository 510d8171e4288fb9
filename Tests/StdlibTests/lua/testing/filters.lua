local require = ...
local environment = require "cph.testing.environment"
local filters = require "cph.testing.filters"

local block = environment.element("describe", "block #slow")
local test = environment.element("it", "test #quick", block)

local function accepts(options)
  return filters.of(options)(test)
end

assert(accepts {} and accepts { filter = { "x", "block .* test" } } and not accepts { filter = { "^test" } })
assert(not accepts { filter_out = { "quick" } } and accepts { filter_out = { "z" } })
assert(accepts { tags = { "slow" } } and accepts { tags = { "x", "quick" } } and not accepts { tags = { "x" } })
assert(not accepts { exclude_tags = { "quick" } } and accepts { exclude_tags = { "slow" } }, "its own name counts")
assert(not filters.of { exclude_tags = { "slow" } }(block) and filters.of { tags = { "x" } }(block))
