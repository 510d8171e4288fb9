local require = ...
local texts = require "cph.testing.texts"

local say = texts.say
say:set("testing.greeting", "hello %s and %s")
assert(say("testing.greeting", { "you", n = 2 }) == "hello you and nil")
assert(say "testing.nothing" == nil and say(nil) == nil)
say:set_namespace "fr"
assert(say("testing.greeting", { 1, 2 }) == "hello 1 and 2", "English stands in")
say:set("testing.greeting", "bonjour %s")
assert(say("testing.greeting", { 1 }) == "bonjour 1")
say:set_namespace "en"
assert(texts.message("testing.greeting", { "a", "b", n = 2, nofmt = { true } }) == 'hello a and "b"')
assert(texts.message("%s is odd", { 3, n = 1 }) == "3 is odd" and texts.message(nil, { n = 0 }) == nil)
assert(texts.plain "a" == "a" and texts.plain { 1 } == "{ 1 }")
