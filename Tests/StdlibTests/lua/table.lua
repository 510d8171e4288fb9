assert(cph.table({ "a", "b" }, {}) == "a  b")
assert(cph.table({ "a", "b" }, { { "x", 10 }, { "long", 5 } }) == "a      b\nx     10\nlong   5", "numbers stand right")
assert(cph.table({ "p" }, { { "9.00" }, { "10.00" } }) == "    p\n 9.00\n10.00", "also as text")
assert(cph.table({ "n", "v" }, { { "1", "x" }, { "all", 2 } }) == "n    v\n1    x\nall  2", "mixed columns stand left")
assert(cph.table({ "name", "x" }, { { "云手机", "y" } }) == "name    x\n云手机  y", "Chinese characters take two columns")
assert(cph.table({ "a", "b", "c" }, { { "x", nil, "z" } }) == "a  b  c\nx     z", "what is absent is empty")

assert(cph.table({ "a", "b" }, { { b = 1, a = "x" } }) == "a  b\nx  1", "a row may be a table by title")
assert(cph.table({ "n", "v" }, { { "1", "" }, { "2", 10 } }) == "n   v\n1\n2  10", "an empty cell is no text")
assert(cph.table({ "a" }, { { false } }) == "a\nfalse")

local rows = { { "one" }, { "two" }, { "three" } }
assert(cph.table({ "n" }, rows, { limit = 2 }) == "n\none\ntwo\n… 1 more")
assert(cph.table({ "n" }, rows, { limit = 3 }) == "n\none\ntwo\nthree")
assert(cph.table({ "n" }, rows, { limit = 0 }) == "n\n… 3 more")
assert(cph.table({ "name" }, { { "abcdef" }, { "abcd" } }, { width = 4 }) == "name\nabc…\nabcd")
assert(cph.table({ "n" }, { { "云手机" } }, { width = 4 }) == "n\n云…", "half a character is not shown")
assert(cph.table({ "n", "x" }, { { "e\u{301}", "y" }, { "🙂", "z" } }) == "n   x\ne\u{301}   y\n🙂  z", "marks and emoji")

-- What comes from outside can neither break a line nor reach the terminal.
assert(cph.table({ "n" }, { { "a\nb\27[2Jc\xff" } }) == "n\na\\nb\\u{1b}[2Jc\\xff")
local _, err = cph.try(cph.table, { "n" }, {}, { limits = 3 })
assert(err.message:find("did you mean limit?", 1, true))
