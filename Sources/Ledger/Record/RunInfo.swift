import Schema

/// Which run of the program writes, for whoever reads the history. Without secrets: arguments come redacted.
public struct RunInfo: Hashable, Sendable {
    /// Unique per run.
    public var id: String
    public var host: String
    public var pid: Int
    public var user: String
    /// The script's path, or nil at the prompt.
    public var script: String?
    /// SHA-256 of the script in hexadecimal.
    public var scriptHash: String?
    public var version: String

    public init(
        id: String, host: String = "", pid: Int = 0, user: String = "", script: String? = nil,
        scriptHash: String? = nil, version: String = ""
    ) {
        (self.id, self.host, self.pid, self.user) = (id, host, pid, user)
        (self.script, self.scriptHash, self.version) = (script, scriptHash, version)
    }

    var detail: Object {
        var detail: Object = [
            "host": .string(host), "pid": .int(pid), "user": .string(user), "version": .string(version),
        ]
        detail["script"] = script.map(Value.string)
        detail["script_sha256"] = scriptHash.map(Value.string)
        return detail
    }
}

extension RunInfo {
    /// One line for whoever meets the lock.
    var holder: String { "process \(pid) of \(user)@\(host)" + (script.map { " running \($0)" } ?? "") }
}
