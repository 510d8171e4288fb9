import LuaKit

/// `cph.clock`: the host's time, which a rehearsal or a test replaces. `cph.time` is made of it.
func clockModule() -> LuaModule {
    LuaModule(
        "clock", doc: "The host's clock, on which `cph.time` stands.", isInternal: true,
        functions: [
            LuaFunction(
                raw: "milliseconds", results: "integer", doc: "Milliseconds since 1970, UTC."
            ) { lua in
                lua.push(lua.state.clock.milliseconds())
                return 1
            },
            LuaFunction(
                raw: "elapsed", results: "number", doc: "Counts seconds since some start, on a clock that nobody sets."
            ) { lua in
                lua.push(lua.state.clock.now / .seconds(1))
                return 1
            },
            LuaFunction(
                "seconds", LuaParameter("duration", LuaDuration.self), returns: "0 or more",
                doc: "A length of time in seconds: `15m`, `1h30m`, `500ms`, or a number."
            ) { duration in duration.value / .seconds(1) },
        ])
}
