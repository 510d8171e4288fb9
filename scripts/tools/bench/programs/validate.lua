-- Prints the microseconds of processor time that cph.validate of one request takes.
local body, rounds = dofile(arg[0]:match "^(.*/)" .. "body.lua")(1), 200000
for _ = 1, 1000 do cph.validate(body) end
local start = os.clock()
for _ = 1, rounds do cph.validate(body) end
print((os.clock() - start) / rounds * 1e6)
