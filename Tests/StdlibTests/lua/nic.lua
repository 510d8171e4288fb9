local plain = cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0"
assert(#cph.models.NicForSingleServer.validate(plain) == 0)
assert(next(plain, next(plain)) == nil, "nothing is added that was not asked for")

local fields = { ipv6_enable = true }
local nic = cph.nic("3c5e2638-b71f-4499-8d1e-355e89f21ae0", fields)
assert(nic.ipv6_enable and fields.subnet_id == nil, "the caller's table is left alone")
