public import Files

/// Why a script cannot even be read.
public enum ScriptError: Error, Hashable, Sendable, CustomStringConvertible {
    case file(FileError)
    case bytecode(String)
    case notUTF8(String, line: Int)

    /// Says it in a line for people, with what to do.
    public var description: String {
        switch self {
        case .file(let error): error.description
        case .bytecode(let name):
            "\(name) is compiled Lua, which cph does not run: bytecode can break the host. Give the source instead"
        case .notUTF8(let name, let line): "\(name):\(line): not UTF-8. Save the script as UTF-8"
        }
    }
}
