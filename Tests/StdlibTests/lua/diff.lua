assert(#cph.diff({}, {}) == 0 and #cph.diff(1, 1) == 0)
local one = cph.diff(1, 2)
assert(#one == 1 and one[1].path == "" and one[1].old == 1 and one[1].new == 2)

local changes = cph.diff(
  { count = 5, nics = { { subnet_id = "a" } }, public_ip = { count = 1 }, gone = true },
  { count = 6, nics = { { subnet_id = "a" }, { subnet_id = "b" } }, public_ip = 3 }
)
local paths = {}
for index, change in ipairs(changes) do
  paths[index] = change.path
end
assert(table.concat(paths, " ") == "count gone nics[2] public_ip", table.concat(paths, " "))
assert(changes[2].old == true and changes[2].new == nil)

local model = cph.models.NicForSingleServer { subnet_id = "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }
assert(#cph.diff(model, { subnet_id = "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }) == 0, "models are compared as data")
