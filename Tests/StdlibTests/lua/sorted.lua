local keys = {}
for key, value in cph.sorted { b = 2, a = 1, [10] = 10, [2] = 2.5 } do
  keys[#keys + 1] = tostring(key) .. "=" .. tostring(value)
end
assert(table.concat(keys, " ") == "2=2.5 10=10 a=1 b=2")

for _ in cph.sorted {} do
  error "an empty table has no pairs"
end
