local inspect = cph.inspect
assert(inspect(nil) == "nil" and inspect(1.5) == "1.5" and inspect "a\n\"b\"" == '"a\\n\\"b\\""')
assert(inspect {} == "{}")
assert(inspect { 1, 2, x = { y = "z" } } == '{ 1, 2, x = { y = "z" } }')
assert(inspect { ["end"] = 1, ["a b"] = 2, [true] = 3 } == '{ [true] = 3, ["a b"] = 2, ["end"] = 1 }')

local circle = { name = "c" }
circle.self = circle
assert(inspect(circle) == '{ name = "c", self = <cycle 1> }')

local deep = {}
for _ = 1, 20 do
  deep = { deep }
end
assert(inspect(deep):find "…")

local long = {}
for index = 1, 250 do
  long[index] = index
end
assert(inspect(long):find "… 150 more")
assert(inspect { ("x"):rep(60), ("y"):rep(60) }:find "\n  \"y", "long tables take a line an item")

local order = cph.models.OrderParam { period_num = 1, period_type = 2, charging_mode = 0 }
assert(inspect(order) == "{ charging_mode = 0, period_type = 2, period_num = 1 }", "models keep their order")

-- A cycle says which of the tables around it is meant.
local outer = { inner = {} }
outer.inner.back, outer.inner.own = outer, outer.inner
assert(inspect(outer) == "{ inner = { back = <cycle 1>, own = <cycle 2> } }")

-- Limits of depth and number.
assert(inspect({ { { 1 } } }, { depth = 2 }) == "{ { { … } } }")
assert(inspect({ {} }, { depth = 1 }) == "{ {} }")
assert(inspect({ 1, 2, 3, a = 1 }, { items = 2 }) == "{ 1, 2, … 2 more }")

-- A long list of short items fills its lines.
local numbers = {}
for i = 1, 40 do
  numbers[i] = i
end
assert(select(2, inspect(numbers):gsub("\n", "")) == 3)

-- No line is wider than the screen, keys and brackets counted.
local wide = { metadata = { order_id = ("o"):rep(17), product_id = ("p"):rep(16), charging_mode = 0 },
  ids = { ("a"):rep(30), ("b"):rep(30) } }
for _, width in ipairs { 40, 60, 80, 100 } do
  for line in inspect(wide, { width = width }):gmatch "[^\n]+" do
    assert(#line <= width, line)
  end
end
