import CFiles
import Glibc
import Synchronization

/// The environment that this process was started with.
public enum Environment {
    /// All variables but those that `hide` took away, read once: what children get, and what may be shown.
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

    /// What was hidden, by name.
    private static let hidden = Mutex<[String: String]>([:])

    /// All variables, those that were hidden too: for whoever looks for credentials.
    public static var withSecrets: [String: String] { variables.merging(hidden.withLock { $0 }) { $1 } }

    /// A variable's value; nil also for one that is set to nothing. A start asks for a dozen, which costs less than
    /// reading all.
    public static subscript(name: String) -> String? {
        if let value = hidden.withLock({ $0[name] }) { return value }
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    /// Reads a switch: true for 1, true, yes and on, false for 0, false, no and off, in small letters or large; nil for
    /// anything else, which is for neither.
    public static func isOn(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "1", "true", "yes", "on": true
        case "0", "false", "no", "off": false
        default: nil
        }
    }

    /// The names of the variables that are set, to whatever, and begin with `prefix`.
    public static func names(startingWith prefix: String) -> [String] {
        var names: [String] = []
        var entry = environ
        while let text = entry.pointee {
            if strncmp(text, prefix, prefix.utf8.count) == 0 {
                names.append(String(String(cString: text).prefix { $0 != "=" }))
            }
            entry += 1
        }
        return names
    }

    /// Takes secrets out of the environment and wipes them where they stood, so that neither children nor who reads
    /// `/proc/self/environ` find them; the subscript and `withSecrets` still do. To be called while there is one thread.
    public static func hide(_ names: [String]) {
        for name in names {
            guard let value = getenv(name), value.pointee != 0 else { continue }
            hidden.withLock { $0[name] = String(cString: value) }
            explicit_bzero(value, strlen(value))
            unsetenv(name)
        }
    }

    /// Hides a variable likewise, and lets children and scripts find `shown` in its place.
    public static func hide(_ name: String, behind shown: String) {
        hide([name])
        setenv(name, shown, 1)
    }

    /// Closes this process's memory to other processes of this user, to core files, and to the report that Swift's runtime
    /// writes of a crash, which shows registers and what they point to. Debuggers and sanitizers need it open:
    /// `CPH_DUMPABLE=1` leaves it so.
    public static func closeMemory() {
        if let text = Self["CPH_DUMPABLE"], isOn(text) == true { return }
        cfiles_forbid_dumps()
        for crash in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT] { signal(crash, SIG_DFL) }
    }
}
