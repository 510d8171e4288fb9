import LuaKit
import Schema

/// Which of the tests in a file are run, and in which order.
package struct TestChoice {
    /// Lua patterns, one of which a test's full name must match; all tests match none.
    package var filters: [String] = []
    /// Lua patterns, none of which it may match.
    package var filtersOut: [String] = []
    /// Words of which one must be in its name or in those around it, with a `#` in front.
    package var tags: [String] = []
    /// Words of which none may be there.
    package var excludedTags: [String] = []
    /// Whether chance decides the order of the tests in a block.
    package var isShuffled = false
    /// Whether tests run in the order of their names.
    package var isSorted = false
    /// The seed of what chance decides.
    package var seed = 0
    /// Whether the first test that does not pass is the last one that runs.
    package var stopsAtFailure = false
    /// Whether `setup` and `teardown` run only around tests that run.
    package var isLazy = false

    /// Whether tests are only named, not run.
    package var isListed = false

    /// Chooses all tests, in the order in which they are written.
    package init() {}

    /// As `cph.testing.suite` takes it.
    var value: Value {
        [
            "filter": .list(filters.map(Value.string)), "filter_out": .list(filtersOut.map(Value.string)),
            "tags": .list(tags.map(Value.string)), "exclude_tags": .list(excludedTags.map(Value.string)),
            "shuffle": .bool(isShuffled), "sort": .bool(isSorted), "seed": .int(seed),
            "stops": .bool(stopsAtFailure), "lazy": .bool(isLazy),
            "list": .bool(isListed),
        ]
    }
}
