public import Addresses
public import Ledger
public import Schema
import Text

/// Who is told what became of runs, as settings say it: `notify = { url = "https://…", secret_variable = "NAME" }`.
public struct NotifySettings: Hashable, Sendable {
    /// Where the secret is that notices are signed with. It is itself no setting: whoever reads the settings must not be able to
    /// sign.
    public enum SecretPlace: Hashable, Sendable {
        /// A file; a relative path begins at the folder of the settings.
        case file(String)
        /// A variable of the environment, which scripts and programs do not see.
        case variable(String)
    }

    /// Where notices are posted.
    public let address: WebAddress
    /// Where the secret is; nil where notices are not signed.
    public let secret: SecretPlace?
    /// What is told of; everything unless the settings say otherwise.
    public let events: Set<RunEvent>

    /// Reads a table of settings.
    ///
    /// - Parameter place: Where it stands, for errors.
    /// - Throws: `ProjectError` with the place of the first thing that is not as it must be.
    public init(_ value: Value, _ place: String) throws(ProjectError) {
        guard let members = value.members else { throw ProjectError("\(place): must be a table, not \(value.kind)") }
        for (key, _) in members where !Self.names.contains(key) {
            let near = suggestion(for: key, among: Self.names).map { "; did you mean \($0)?" } ?? ""
            throw ProjectError(
                "\(place): \(key) is not a setting\(near) There are \(Self.names.joined(separator: ", "))")
        }
        guard let url = try Self.text(members, "url", place) else { throw ProjectError("\(place): url is missing") }
        do throws(EndpointError) { address = try WebAddress(url) } catch {
            throw ProjectError("\(place): url: \(quoted(url)) \(error.reason)")
        }
        secret = try Self.secret(members, place)
        events = try Self.events(members["on"], "\(place): on")
    }

    private static let names = ["url", "secret_file", "secret_variable", "on"]

    private static func text(_ members: Object, _ name: String, _ place: String) throws(ProjectError) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.text, !text.isEmpty else {
            throw ProjectError("\(place): \(name): must be a text that is not empty")
        }
        return text
    }

    private static func secret(_ members: Object, _ place: String) throws(ProjectError) -> SecretPlace? {
        let file = try text(members, "secret_file", place)
        guard let name = try text(members, "secret_variable", place) else { return file.map(SecretPlace.file) }
        guard file == nil else { throw ProjectError("\(place): secret_file and secret_variable exclude each other") }
        let isName = name.utf8.enumerated().allSatisfy { index, byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): index > 0
            default: false
            }
        }
        guard isName else {
            throw ProjectError(
                "\(place): secret_variable: must be the name of a variable, such as CPH_NOTIFY_SECRET, not \(quoted(name))"
            )
        }
        return .variable(name)
    }

    private static func events(_ value: Value?, _ place: String) throws(ProjectError) -> Set<RunEvent> {
        guard let value else { return Set(RunEvent.allCases) }
        guard let items = value.items, !items.isEmpty else {
            throw ProjectError("\(place): must be a list of texts, not \(value.kind)")
        }
        let names = RunEvent.allCases.map(\.rawValue)
        var events: Set<RunEvent> = []
        for item in items {
            guard let event = item.text.flatMap(RunEvent.init) else {
                let near = item.text.flatMap { suggestion(for: $0, among: names) }.map { "; did you mean \($0)?" } ?? ""
                throw ProjectError(
                    "\(place): \(item.json()) is no event\(near) There are \(names.joined(separator: ", "))")
            }
            events.insert(event)
        }
        return events
    }
}
