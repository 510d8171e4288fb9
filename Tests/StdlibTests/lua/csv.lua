local function failure(f, ...)
  local _, err = cph.try(f, ...)
  return err and err.message
end

-- Writing
assert(cph.csv.encode({ "a", "b" }, {}) == "a,b\r\n")
assert(cph.csv.encode({ "a" }, { { 'say "hi"' }, { "x,y" }, { "two\nlines" }, { " edge" }, { "" } }) ==
  'a\r\n"say ""hi"""\r\n"x,y"\r\n"two\nlines"\r\n" edge"\r\n\r\n')
assert(cph.csv.encode({ "a", "b", "c", "d" }, { { 5, -5, true, cph.json.null } }) == "a,b,c,d\r\n5,-5,true,\r\n")
assert(cph.csv.encode({ "a", "b" }, { { b = 2, a = 1 }, { nil, "x" } }) == "a,b\r\n1,2\r\n,x\r\n")
assert(cph.csv.encode({ "a", "b" }, { { "x;y", "z" } }, { separator = ";" }) == 'a;b\r\n"x;y";z\r\n')

-- Formulas
for _, formula in ipairs { "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\nx", "＝1", "＠x", "'=1", "''@x" } do
  local text = cph.csv.encode({ "t" }, { { formula } })
  assert(text:find "\r\n\"?'", "an apostrophe stands before " .. formula)
  assert(cph.csv.decode(text)[2][1] == formula, "and is taken away again from " .. text)
  assert(not cph.csv.encode({ "t" }, { { formula } }, { raw = true }):find("'" .. formula, 1, true))
end
assert(cph.csv.encode({ "=t" }, {}) == "'=t\r\n", "titles are cells too")
assert(cph.csv.encode({ "t" }, { { "a=1" }, { "'quoted'" } }) == "t\r\na=1\r\n'quoted'\r\n")

-- What nobody sees
assert(cph.csv.encode({ "t" }, { { "a\u{202E}b\27[2J\r" } }) == "t\r\na\\u{202e}b\\u{1b}[2J\\r\r\n")
assert(cph.csv.encode({ "t" }, { { "a\u{202E}\r" } }, { raw = true }) == 't\r\n"a\u{202E}\r"\r\n')
assert(cph.csv.encode({ "t" }, { { "云手机" } }) == "t\r\n云手机\r\n")

-- Reading
local rows = cph.csv.decode "a,b\r\n1,\"x\"\"y\r\nz\"\n,\n"
assert(#rows == 3 and rows[2][2] == 'x"y\r\nz' and rows[3][1] == "" and rows[3][2] == "")
assert(#cph.csv.decode "" == 0 and cph.csv.decode("\u{FEFF}a")[1][1] == "a", "a byte order mark is no text")
assert(cph.csv.decode("a\tb", { separator = "\t" })[1][2] == "b")
local records, titles = cph.csv.decode("zone,count\nz1,5\n\nz2,6", { header = true })
assert(#records == 2 and records[2].zone == "z2" and records[2].count == "6" and titles[2] == "count")
local one = cph.csv.decode("id\n\nx\n", { header = true })
assert(#one == 2 and one[1].id == "", "with one column an empty line is an empty cell")

-- What is wrong, and where
local function of_text(problem)
  return ("bad argument #1 to cph.csv.decode (text: %s)"):format(problem)
end
assert(failure(cph.csv.decode, 'a\n"b') == of_text "line 2: a quote is not closed")
assert(failure(cph.csv.decode, 'a\nb"c') == of_text "line 2: a quote inside a cell that does not begin with one")
assert(failure(cph.csv.decode, '"a"b') == of_text "line 1: text behind a closing quote")
assert(failure(cph.csv.decode, "a,b\n1\n", { header = true }) == of_text "line 2: 1 cells, but 2 titles")
assert(failure(cph.csv.decode, "a,a\n", { header = true }) == of_text 'columns 1 and 2 are both called "a"')
assert(failure(cph.csv.decode, "a,\n", { header = true }) == of_text "column 2 has no title")
assert(failure(cph.csv.encode, { "ids" }, { { "x" }, { { 1 } } })
  == "bad argument #2 to cph.csv.encode (rows[2].ids: a cell can't hold a table)")
assert(failure(cph.csv.encode, { "t" }, {}, { separator = "x" }):find('"," or ";" or "|" or "\\t" expected', 1, true))
assert(failure(cph.csv.encode, { "t" }, {}, { header = true }):find "options.header: there is no such option")
assert(failure(cph.csv.decode, "t", { headr = true }):find "did you mean header?")

-- Everything that is written is read again
local seed, all = 7, {}
for row = 1, 200 do
  local cells = {}
  for column = 1, 3 do
    local cell = {}
    for index = 1, seed % 6 do
      seed = (seed * 1103515245 + 12345) % 2147483648
      cell[index] = ("ab ,;\"'=\n-\r\t|"):sub(seed >> 8 & 15, seed >> 8 & 15)
    end
    seed = (seed * 1103515245 + 12345) % 2147483648
    cells[column] = table.concat(cell)
  end
  all[row] = cells
end
for _, separator in ipairs { ",", ";", "|", "\t" } do
  local options = { separator = separator, raw = true }
  local read = cph.csv.decode(cph.csv.encode({ "a", "b", "c" }, all, options), options)
  assert(#cph.diff(all, { table.unpack(read, 2) }) == 0, separator)
end

-- Numbers read back as they were
for _, number in ipairs { 0.1, 0.1 + 0.2, 1 / 3, 1e300, 2.0 ^ 60, -1.5e-300, 5, math.maxinteger, math.mininteger } do
  local text = cph.csv.encode({ "n" }, { { number } })
  assert(tonumber(text:match "\n(.-)\r\n") == number, text)
end
