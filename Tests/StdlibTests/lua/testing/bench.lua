local require = ...

-- What stands in it is what cph.testing does
local bench = require "cph.testing.bench"
bench.calls = function(operation)
  return operation and 1 or { [operation or "all"] = 2 }
end
assert(cph.testing.calls "x" == 1 and cph.testing.calls().all == 2)
bench.calls = nil
assert(select(2, cph.try(cph.testing.calls)).kind == "denied")
