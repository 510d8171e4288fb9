local require = ...
local held = require "cph.renewals.held"
local plan = cph.renewals "nightly"
assert(held[plan].name == "nightly" and #held[plan].rows == 0 and held[{}] == nil)
assert(type(held[plan].apply) == "function" and type(held[plan].recorded) == "function")
