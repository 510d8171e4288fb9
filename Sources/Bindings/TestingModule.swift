public import LuaKit
import Schema

/// The functions that `cph.testing` has in tests.
public func testingFunctions(_ bench: any TestBench) -> [LuaFunction] {
    [
        LuaFunction("faults", .init("spec", String.self), doc: "Breaks the cloud from now on.") { spec throws in
            try bench.setFaults(spec)
        },
        LuaFunction(raw: "catalogue", doc: "A new cloud and a new ledger; the account has only this.") { lua in
            try bench.setCatalogue(lua.tree(at: 1))
            return 0
        },
        LuaFunction(raw: "calls", doc: "How many requests reached the cloud.") { lua in
            let counts = bench.requestCounts()
            if let operation = lua.string(at: 1) {
                lua.push(counts[operation] ?? 0)
            } else {
                lua.pushTree(.object(Object(uniqueMembers: counts.map { Object.Member($0.key, .int($0.value)) })))
            }
            return 1
        },
        LuaFunction(raw: "orders", doc: "What the cloud has sold.") { lua in
            lua.pushTree(.list(bench.orders()))
            return 1
        },
        LuaFunction(raw: "reset", doc: "A new cloud and a new ledger.") { _ in
            try bench.reset()
            return 0
        },
    ]
}
