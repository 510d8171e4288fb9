import LuaKit

extension SimulatedClock {
    /// Lets `os.time`, `os.date` and `os.clock` of a state tell this clock's time.
    package func install(in state: LuaState) throws(LuaError) {
        let seconds = LuaFunction("now", returns: "seconds since 1970", doc: "The simulated time.") { [self] in
            milliseconds() / 1000
        }
        let elapsed = LuaFunction("elapsed", returns: "seconds", doc: "Simulated time since the start.") { [self] in
            now / .seconds(1)
        }
        let lua = state.context
        lua.push(try state.load(Self.source, chunk: "simulated time"))
        seconds.push(to: lua)
        elapsed.push(to: lua)
        try lua.call(arguments: 2, results: 0)
    }

    private static let source = """
        local now, elapsed = ...
        local time, date = os.time, os.date
        function os.time(parts) if parts == nil then return now() end return time(parts) end
        function os.clock() return elapsed() end
        if date then
          function os.date(format, at) return date(format or "%c", at or now()) end
        end
        """
}
