public import LuaKit

/// What `cph.repl()` opens: a prompt in the middle of a script. Without anything set it opens nothing.
public final class ScriptPrompt {
    /// Called on the stack of the function that calls `cph.repl()`, which is at level 1. Returns when the person at the
    /// prompt lets the script go on.
    public var open: (LuaContext) throws -> Void = { _ in }

    /// Makes a prompt that opens nothing until the host sets `open`.
    public init() {}

    var function: LuaFunction {
        LuaFunction(
            raw: "repl",
            doc: """
                Opens the prompt here, with the local variables in sight: a breakpoint. What is assigned to them there holds \
                in the script, which goes on at Ctrl-D. Without a terminal it returns at once.
                """
        ) { [self] lua in
            try open(lua)
            return 0
        }
    }
}
