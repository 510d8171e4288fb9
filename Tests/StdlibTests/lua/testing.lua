local testing = cph.testing

assert(testing.is_running == false)
local arguments = { faults = "x", catalogue = {}, advance = "1s" }
for _, name in ipairs { "faults", "catalogue", "advance", "calls", "orders", "reset" } do
  local _, err = cph.try(testing[name], arguments[name])
  assert(err.kind == "denied" and err.message:find(name, 1, true) and err.hint:find "cph test", name)
end
testing.assert.equal(1, 1)
assert(testing.spy.new():called() == false and testing.stub and testing.mock and testing.match._)
