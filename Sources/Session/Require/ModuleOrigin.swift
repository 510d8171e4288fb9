/// Where a module came from.
public struct ModuleOrigin: Hashable, Sendable, CustomStringConvertible {
    public enum Owner: Hashable, Sendable {
        case builtIn
        /// The project's own, or the user's: what the script trusts as itself.
        case script
        /// An installed library; its version when there is a lock.
        case library(String, version: String?)
    }

    /// As `require` takes it.
    public let name: String
    public let owner: Owner
    /// Below the project's folder, or absolute; empty for what is built in.
    public let file: String

    public var description: String {
        switch owner {
        case .builtIn: "\(name) is built in"
        case .script: "\(name) from \(file)"
        case .library(let library, let version?): "\(name) from \(file) (\(library) \(version))"
        case .library(let library, nil): "\(name) from \(file) (\(library), which no lock names)"
        }
    }
}
