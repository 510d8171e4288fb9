--- What the host does for a test, by the names that `cph.testing` has for it. Empty, until `cph test` fills it in.
---
---     local bench = require "cph.testing.bench"
---     assert(bench.reset == nil)

---@type table<string, function>
return {}
