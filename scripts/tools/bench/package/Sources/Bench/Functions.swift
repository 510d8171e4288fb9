import CBench
import LuaKit

private struct Failure: Error {}

extension LuaState {
    /// Defines what the rows of the table call, in Swift and in C.
    func defineBenchFunctions() {
        defineCalls()
        defineRecords()
        setGlobal("task", LuaModule.tasks())
        // A context is one pointer, the lua_State, which LuaKit keeps to itself.
        bench_register(unsafeBitCast(context, to: OpaquePointer.self))
    }

    private func defineCalls() {
        setGlobal("s_nothing", LuaFunction("nothing", doc: "") {})
        setGlobal("s_add", LuaFunction("add", .init("a", Int.self), .init("b", Int.self), doc: "") { $0 &+ $1 })
        setGlobal("s_length", LuaFunction("length", .init("text", String.self), doc: "") { $0.utf8.count })
        setGlobal("s_throw", LuaFunction("throw", doc: "") { () throws -> Void in throw Failure() })
        setGlobal("s_ready", LuaFunction(async: "ready", doc: "") {})
    }

    private func defineRecords() {
        let record = LuaRecord(Server.fields)
        let decode = LuaFunction(raw: "decode", doc: "") { lua in
            let server = try record.read(at: 1, on: lua) { try Server.read(&$0) }
            lua.push(server.checksum)
            return 1
        }
        let encode = LuaFunction(raw: "encode", doc: "") { lua in
            try record.make(on: lua) { Server.example.push(on: lua) }
            return 1
        }
        setGlobal("s_decode", decode)
        setGlobal("s_encode", encode)
    }
}
