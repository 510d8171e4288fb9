local require = ...
local pricing = require "cph.plan.pricing"

local prices = pricing.read({ a = "0.10", b = 3, c = 0.5, d = cph.money("7", "CNY") }, "CNY")
assert(tostring(prices.a) == "0.10 CNY" and tostring(prices.b) == "3.00 CNY" and tostring(prices.c) == "0.50 CNY")
assert(prices.d == cph.money("7.00", "CNY"))
assert(pricing.read({ d = cph.money("7", "USD") }).d.currency == "USD")

local function failure(...)
  local ok, err = pcall(pricing.read, ...)
  assert(not ok)
  return err.message
end
assert(failure({ a = "1" }) == 'bad argument #2 to cph.plan (prices need a currency, such as currency = "CNY")')
assert(failure({ a = 0.1 }, "CNY"):find("the price of a: .*exact", 1))
assert(failure({ a = "1,5" }, "CNY"):find("the price of a: .*decimal text", 1))
assert(failure({ a = cph.money(1, "USD") }, "CNY"):find("is in USD, the others in CNY", 1, true))

-- What is bought is not asked about; what may be sent again is.
local asked
-- luacheck: globals cph
function cph.gate.price(name, calls)
  asked = name .. #calls
  return { text = "price" }
end
local calls = { { server_name = "a" }, { server_name = "b" }, { server_name = "c" } }
local records = { a = { may_send = false }, b = { may_send = true } }
assert(pricing.of_open("p", calls, records).text == "price" and asked == "p2")
records = { a = { may_send = false }, b = { may_send = false }, c = { may_send = false } }
assert(pricing.of_open("p", calls, records) == nil)

-- What is wrong with a price, and how it reads
local found = {}
pricing.add_problems(found, nil)
local by_project = { amount = cph.money("1", "CNY"), why = "by the project", text = "price: 1", forbidden = {} }
pricing.add_problems(found, by_project)
assert(#found == 0)
pricing.add_problems(found, { why = "nobody answers", text = "price: not known", forbidden = { "too much" } })
assert(found[1].code == "policy" and found[1].severity == "error" and found[1].message == "too much")
assert(found[2].code == "no_price" and found[2].severity == "warning")
assert(pricing.words(nil) == "")
assert(pricing.words { text = "price now: 1", forbidden = {} } == "price now: 1\n")
assert(pricing.words { text = "price now: 1", forbidden = { "a", "b" } }
  == "price now: 1\na policy forbids it: a\na policy forbids it: b\n")
