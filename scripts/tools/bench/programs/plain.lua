-- Plain Lua code, for cph against lua5.4.
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
fib(30)
local squares = {}
for i = 1, 1000000 do squares[i] = i * i end
local words = {}
for i = 1, 200000 do words[i] = ("%d:%s"):format(i, "word"):upper() end
local text = table.concat(words, " ")
local _, count = text:gsub("%d+", "")
assert(#squares == 1000000 and count == 200000)
