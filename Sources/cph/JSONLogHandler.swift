import CPHSigner
import Clock
import Glibc
import Logging
import Schema

/// Log messages as lines of JSON, in the form of `cph.log`.
struct JSONLogHandler: LogHandler {
    var logLevel = Logger.Level.warning
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var object = Self.object(event.level, "\(event.message)")
        let fields = metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 })
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            object[object[name] == nil ? name : "field_\(name)"] = .string("\(value)")
        }
        Output.whole(Value.object(object).json())
    }

    /// A message without fields as a line.
    static func line(_ level: Logger.Level, _ message: String) -> String {
        Value.object(object(level, message)).json()
    }

    /// An error, or another message with fields of its own, as a line.
    static func line(_ level: Logger.Level, _ fields: Object) -> String {
        var object = object(level, fields["message"]?.text ?? "")
        for member in fields { object[member.key] = member.value }
        return Value.object(object).json()
    }

    private static func object(_ level: Logger.Level, _ message: String) -> Object {
        // `2026-01-02T03:04:05Z`
        let now = ISOTime.text(unixSeconds: time(nil))
        return ["time": .string(now), "level": .string(level.scriptLevel), "message": .string(message)]
    }
}

extension Logger.Level {
    /// What `cph.log` calls it.
    var scriptLevel: String {
        switch self {
        case .trace, .debug: "debug"
        case .info, .notice: "info"
        case .warning: "warning"
        case .error, .critical: "error"
        }
    }
}
