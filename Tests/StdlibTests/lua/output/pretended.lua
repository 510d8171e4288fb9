local require = ...
local is_pretended = require "cph.output.pretended"

assert(is_pretended "dry-run-1" and is_pretended "dry-run-12-34")
for _, id in ipairs { "dry-run", "dry-run-", "dry-run-x", "dry-run-1-2-3", "a-dry-run-1", "1234", 1, false } do
  assert(not is_pretended(id), tostring(id))
end
assert(not is_pretended(nil))
