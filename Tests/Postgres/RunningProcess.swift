import Glibc

/// Looks at programs by their numbers, as `/proc` shows them.
enum RunningProcess {
    /// Those that `process` has started and not yet seen the end of.
    static func children(of process: pid_t) -> [pid_t] {
        text("/proc/\(process)/task/\(process)/children").split(separator: " ").compactMap { pid_t($0) }
    }

    /// What it calls itself: `postgres: ada shop [local] idle`.
    static func title(_ process: pid_t) -> String {
        String(text("/proc/\(process)/cmdline").prefix { $0 != "\0" }.reversed().drop { $0 == " " }.reversed())
    }

    /// Whether it still does anything: one that has ended and was not waited for does not.
    static func isAlive(_ process: pid_t) -> Bool {
        // The state follows the name, which stands in parentheses and may hold some itself.
        let state = text("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ").first
        return state != nil && state != "Z" && state != "X"
    }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "re") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}

/// Patience with other programs.
public enum Waiting {
    /// Waits, looking every few milliseconds, until `isTrue`; says whether it became so within `limit`.
    public static func until(atMost limit: Duration = .seconds(60), _ isTrue: () throws -> Bool) rethrows -> Bool {
        let end = ContinuousClock.now + limit
        while try !isTrue() {
            if ContinuousClock.now > end { return false }
            poll(nil, 0, 5)
        }
        return true
    }
}
