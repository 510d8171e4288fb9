import Glibc

/// The environment that this process was started with.
public enum Environment {
    /// All variables, read once: nothing in the host changes them afterwards.
    public static let variables: [String: String] = {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }()

    /// A variable's value; nil also for one that is set to nothing. A start asks for a dozen, which costs less than
    /// reading all.
    public static subscript(name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
