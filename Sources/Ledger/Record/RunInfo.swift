import Schema

/// The run of the program that writes, for whoever reads the history. It holds no secrets: arguments come redacted.
public struct RunInfo: Hashable, Sendable {
    /// The id of the run, another one for each.
    public var id: String
    /// The machine's name; empty when the system does not say.
    public var host: String
    /// The number of the process, which other processes get again later.
    public var pid: Int
    /// The name of the user that the process runs as, as the system has it: what a variable says, anybody sets.
    public var user: String
    /// Which identity of the account signs the calls; nil where none is known.
    public var signer: String?
    /// The script's path, or nil at the prompt.
    public var script: String?
    /// SHA-256 of the script in hexadecimal.
    public var scriptHash: String?
    /// The version of this program, such as `0.9.0`.
    public var version: String

    /// Makes a run whose `id` alone is told apart from others; what is left out is unknown.
    public init(
        id: String, host: String = "", pid: Int = 0, user: String = "", script: String? = nil,
        scriptHash: String? = nil, version: String = ""
    ) {
        (self.id, self.host, self.pid, self.user) = (id, host, pid, user)
        (self.script, self.scriptHash, self.version) = (script, scriptHash, version)
    }

    /// Reads what the first line of a run holds; what is missing is unknown.
    init(id: String, _ detail: Object) {
        self.init(
            id: id, host: detail["host"]?.text ?? "", pid: detail["pid"]?.integer ?? 0,
            user: detail["user"]?.text ?? "", script: detail["script"]?.text,
            scriptHash: detail["script_sha256"]?.text, version: detail["version"]?.text ?? "")
        signer = detail["signer"]?.text
    }

    var detail: Object {
        var detail: Object = [
            "host": .string(host), "pid": .int(pid), "user": .string(user), "version": .string(version),
        ]
        detail["signer"] = signer.map(Value.string)
        detail["script"] = script.map(Value.string)
        detail["script_sha256"] = scriptHash.map(Value.string)
        return detail
    }
}

extension RunInfo {
    /// Says in a line who holds the lock, for a run that waits for it.
    var holder: String { "process \(pid) of \(user)@\(host)" + (script.map { " running \($0)" } ?? "") }
}
