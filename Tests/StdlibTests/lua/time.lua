local time = cph.time

for _, case in ipairs {
  { "1970-01-01T00:00:00Z", 0 },
  { "1969-12-31T23:59:59Z", -1 },
  { "2000-02-29T12:00:00Z", 951825600 },
  { "2026-01-02T03:04:05Z", 1767323045 },
  { "2100-03-01T00:00:00Z", 4107542400 },
  { "1967-12-31T00:00:00Z", -63244800 },
} do
  assert(time.parse(case[1]) == case[2], case[1])
  assert(time.stamp(case[2]) == case[1], time.stamp(case[2]))
end
for day = -200000, 200000, 577 do
  local stamp = time.stamp(day * 86400)
  assert(time.parse(stamp) == day * 86400, stamp)
end
assert(time.stamp(1.999) == "1970-01-01T00:00:01Z", "a stamp is not rounded up into the future")

assert(time.parse "2026-01-02" == time.parse "2026-01-02T00:00:00Z")
assert(time.parse "2026-01-02 03:04:05" == time.parse "2026-01-02T03:04:05Z")
assert(time.parse "2026-01-02T11:04:05+08:00" == time.parse "2026-01-02T03:04:05Z")
assert(time.parse "2026-01-02T00:04:05-0300" == time.parse "2026-01-02T03:04:05Z")
assert(time.parse "2026-01-02T03:04:05.250Z" == time.parse "2026-01-02T03:04:05Z" + 0.25)
for _, wrong in ipairs {
  "", "now", "2026-13-01", "2026-02-29", "2026-00-10", "2026-01-00", "2026-01-02T24:00:00Z", "2026-01-02T03:60:00Z",
  "2026-01-02T03:04", "2026-01-02T03:04:05+8", "2026-01-02T03:04:05+24:00", "2026-01-02x",
} do
  local _, err = cph.try(time.parse, wrong)
  assert(err and err.code == "time" and err.message:find("is no time", 1, true), wrong)
end

assert(time.seconds "1h30m" == 5400 and time.seconds(2.5) == 2.5 and time.seconds "500ms" == 0.5)
assert(not cph.try(time.seconds, "soon"))
for _, case in ipairs {
  { 0, "0ms" }, { 0.25, "250ms" }, { 1, "1s" }, { 59.4, "59s" }, { 59.6, "1m" }, { 90, "1m30s" }, { 3599.6, "1h" },
  { 5400, "1h30m" }, { 86400, "1d" }, { 187200, "2d4h" }, { 187201, "2d4h" },
} do
  assert(time.words(case[1]) == case[2], time.words(case[1]) .. " is not " .. case[2])
end

local function after(start, months)
  return time.stamp(time.add_months(time.parse(start), months)):sub(1, 10)
end
assert(after("2026-01-31", 1) == "2026-02-28" and after("2024-01-31", 1) == "2024-02-29")
assert(after("2026-11-15", 2) == "2027-01-15" and after("2026-01-31", 12) == "2027-01-31")
assert(after("2026-03-31", -1) == "2026-02-28")

local before = time.monotonic()
assert(time.monotonic() >= before and time.now() > time.parse "2020-01-01")
