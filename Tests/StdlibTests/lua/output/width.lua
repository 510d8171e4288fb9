local require = ...
local width = require "cph.output.width"

assert(width.of "" == 0 and width.of "cn-east-3a" == 10)
assert(width.of "服务器" == 6 and width.of "e\u{301}" == 1 and width.of "…" == 1)
assert(width.of_point(0x2E7F) == 1 and width.of_point(0x2E80) == 2 and width.of_point(0x3FFFD) == 2)
assert(width.of_point(0x300) == 0 and width.of_point(0x370) == 1)
