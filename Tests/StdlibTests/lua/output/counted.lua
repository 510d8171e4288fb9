local require = ...
local counted = require "cph.output.counted"

for count, words in pairs { [0] = "0 servers", [1] = "1 server", [2] = "2 servers", [1000000] = "1000000 servers" } do
  assert(counted(count, "server") == words)
end
