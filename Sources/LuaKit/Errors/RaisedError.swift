import CLua

/// A Swift error inside a userdata: what a script catches of an error that says nothing else about itself, and what stands
/// behind an error object. Reads as its message.
final class RaisedError: LuaObject {
    let error: any Error

    init(_ error: any Error) {
        self.error = error
    }

    static let luaType = "error"

    static var luaClass: LuaClass {
        LuaClass(
            doc: "An error of the host.",
            metamethods: [
                LuaFunction(raw: "__tostring", doc: "The message.") { lua in
                    lua.push(message(of: lua.raisedError(at: 1)))
                    return 1
                },
                LuaFunction(raw: "__index", doc: "The message, as the field `message`.") { lua in
                    guard let error = lua.raisedError(at: 1), lua.string(at: 2) == "message" else { return 0 }
                    lua.push(message(of: error))
                    return 1
                },
            ])
    }

    private static func message(of error: (any Error)?) -> String {
        error.map { String(describing: $0) } ?? "an error of the host that is gone"
    }
}

extension LuaContext {
    /// The error behind the userdata at `index`; nil for any other value, and for one that a finalizer has let go of.
    func raisedError(at index: Int32) -> (any Error)? {
        clua_box_object(stack, index, RaisedError.tag).map {
            Unmanaged<RaisedError>.fromOpaque($0).takeUnretainedValue().error
        }
    }
}
