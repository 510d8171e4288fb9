/// Where a module came from.
public struct ModuleOrigin: Hashable, Sendable, CustomStringConvertible {
    /// Says whose code a module is, which decides what it may do.
    public enum Owner: Hashable, Sendable {
        /// The module is a part of cph, such as `lfs`.
        case builtIn
        /// The module is the project's or the user's own, and may do what the script may.
        case script
        /// The module belongs to an installed library; the version is nil where no lock names the file.
        case library(String, version: String?)
    }

    /// The module's name, as `require` takes it.
    public let name: String
    /// Whose code it is.
    public let owner: Owner
    /// The file's path below the project's folder, or an absolute one for the user's own modules; empty for what is
    /// built in.
    public let file: String

    /// Says it in a line for people: `inspect from lua_modules/… (inspect 3.1.3-0)`.
    public var description: String {
        switch owner {
        case .builtIn: "\(name) is built in"
        case .script: "\(name) from \(file)"
        case .library(let library, let version?): "\(name) from \(file) (\(library) \(version))"
        case .library(let library, nil): "\(name) from \(file) (\(library), which no lock names)"
        }
    }
}
