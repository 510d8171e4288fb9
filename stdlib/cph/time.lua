--- Reads and writes moments and lengths of time: `cph.time.now()`, `.stamp(t)`, `.parse(text)`, `.seconds("1h30m")`,
--- `.words(5400)`.
---
---     local bought = cph.time.parse "2026-01-31T08:00:00Z"
---     assert(cph.time.stamp(cph.time.add_months(bought, 1)) == "2026-02-28T08:00:00Z")
---     assert(cph.time.words(cph.time.seconds "90m") == "1h30m")
---
--- A moment is a number of seconds since 1970, UTC, as with `os.time`; it comes from the host's clock, so that a script
--- can be rehearsed in simulated time. There are no other time zones here.
local time = {}

--- A length of time: a number of seconds, or a text such as `"40m"`, `"1h30m"`, `"500ms"`.
---@alias cph.time.Duration string|number

--- A moment, in seconds since 1970, UTC.
---@alias cph.time.Moment number  -62135596800 to 253402300799: from the year 1 to 9999

---@class cph.time.Parts
---@field year integer
---@field month integer  1 to 12
---@field day integer  1 to 31
---@field hour integer
---@field minute integer
---@field second number  with its fraction

local MINUTE, HOUR, DAY = 60, 3600, 86400
local UNITS = { { "d", DAY }, { "h", HOUR }, { "m", MINUTE }, { "s", 1 } }
local MONTHS_OF_A_YEAR = 12

--- Tells the time now, to the millisecond.
---@return cph.time.Moment
function time.now()
  return cph.clock.milliseconds() / 1000
end

--- Counts seconds since some start, on a clock that nobody sets: for measuring.
---@return number
function time.monotonic()
  return cph.clock.elapsed()
end

--- Reads a length of time in seconds: `"40m"`, `"1h30m"`, `"500ms"`, or a number, which is in seconds already.
---@param duration cph.time.Duration
---@return number
function time.seconds(duration)
  return cph.clock.seconds(duration)
end

--- Writes a length of time as people do, such as `1h30m` or `2d4h`: at most two units, rounded to the smaller.
---@param seconds number  0 to 1000000000000
---@return string
function time.words(seconds)
  if seconds < 1 then
    return ("%.0fms"):format(seconds * 1000)
  end
  for index, unit in ipairs(UNITS) do
    local next_unit = UNITS[index + 1] or unit
    local rounded = (seconds + next_unit[2] / 2) // next_unit[2] * next_unit[2]
    if rounded >= unit[2] then
      local rest = (rounded % unit[2]) // next_unit[2]
      local text = ("%d%s"):format(rounded // unit[2], unit[1])
      return rest > 0 and text .. ("%d%s"):format(rest, next_unit[1]) or text
    end
  end
  return "1s"
end

--- Days since 1970 of a date of the Gregorian calendar.
---@param year integer
---@param month integer  1 to 12
---@param day integer
---@return integer
local function days(year, month, day)
  -- Years begin in March here, so that the day that leap years add is their last.
  local shifted = month <= 2 and year - 1 or year
  local day_of_year = (153 * ((month + 9) % MONTHS_OF_A_YEAR) + 2) // 5 + day - 1
  return 365 * shifted + shifted // 4 - shifted // 100 + shifted // 400 + day_of_year - 719468
end

---@param year integer
---@param month integer
---@return integer
local function length_of_month(year, month)
  local next_year, next_month = month == 12 and year + 1 or year, month % 12 + 1
  return days(next_year, next_month, 1) - days(year, month, 1)
end

--- Returns the parts of a moment: year, month, day, hour, minute, second.
---@param moment cph.time.Moment
---@return cph.time.Parts
function time.parts(moment)
  local day = math.tointeger(moment // DAY)
  local year = 1970 + day // (day >= 0 and 366 or 365) -- never too late
  while days(year + 1, 1, 1) <= day do
    year = year + 1
  end
  local month = 12
  while days(year, month, 1) > day do
    month = month - 1
  end
  local rest = moment - day * DAY
  return {
    year = year, month = month, day = day - days(year, month, 1) + 1,
    hour = math.tointeger(rest // HOUR), minute = math.tointeger(rest % HOUR // MINUTE), second = rest % MINUTE,
  }
end

--- Writes a moment as the service does, `2026-01-02T03:04:05Z`; now when absent.
---@param moment? cph.time.Moment
---@return string
function time.stamp(moment)
  local parts = time.parts(moment or time.now())
  return ("%04d-%02d-%02dT%02d:%02d:%02dZ"):format(
    parts.year, parts.month, parts.day, parts.hour, parts.minute, math.tointeger(parts.second // 1)
  )
end

--- What `Z`, `+08:00` or nothing at the end of a time adds to it to make it UTC, in seconds.
---@param zone string
---@return integer?
local function offset(zone)
  if zone == "" or zone:upper() == "Z" then
    return 0
  end
  local sign, hours, minutes = zone:match "^([+-])(%d%d):?(%d%d)$"
  if not sign or tonumber(hours) > 23 or tonumber(minutes) > 59 then
    return nil
  end
  return (sign == "+" and -1 or 1) * (tonumber(hours) * HOUR + tonumber(minutes) * MINUTE)
end

---@param year integer
---@param month integer
---@param day integer
---@return boolean
local function is_date(year, month, day)
  return month >= 1 and month <= 12 and day >= 1 and day <= length_of_month(year, month)
end

--- Reads the moment of a text such as `2026-01-02T03:04:05Z`, `2026-01-02 03:04:05.123+08:00` or `2026-01-02`. UTC
--- where the text doesn't say otherwise.
---@param text string
---@return cph.time.Moment
function time.parse(text)
  local year, month, day, rest = text:match "^(%d%d%d%d)-(%d%d)-(%d%d)(.*)$"
  local hour, minute, second, zone = "0", "0", "0", ""
  if rest and rest ~= "" then
    hour, minute, second, zone = rest:match "^[Tt ](%d%d):(%d%d):(%d%d%.?%d*)(.*)$"
  end
  local shift = zone and offset(zone)
  local is_time = shift and tonumber(hour) < 24 and tonumber(minute) < 60 and tonumber(second) < 61
  if not year or not is_time or not is_date(tonumber(year), tonumber(month), tonumber(day)) then
    cph.raise {
      kind = "argument", code = "time", message = ("bad argument #1 to cph.time.parse (text: %q is no time)"):format(
        cph.visible(text)
      ), hint = "write 2026-01-02T03:04:05Z or 2026-01-02",
    }
  end
  local date = days(tonumber(year), tonumber(month), tonumber(day)) * DAY
  return date + tonumber(hour) * HOUR + tonumber(minute) * MINUTE + tonumber(second) + shift
end

--- Returns the same day and time `months` later, or the last day of a month that is shorter: when an order of that
--- length ends.
---@param moment cph.time.Moment
---@param months integer  -120000 to 120000
---@return cph.time.Moment
function time.add_months(moment, months)
  local parts = time.parts(moment)
  local count = parts.month - 1 + months
  local year, month = parts.year + count // MONTHS_OF_A_YEAR, count % MONTHS_OF_A_YEAR + 1
  local day = math.min(parts.day, length_of_month(year, month))
  return days(year, month, day) * DAY + moment % DAY
end

return time
