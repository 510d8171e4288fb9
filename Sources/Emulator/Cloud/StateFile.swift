import Schema

/// The cloud's memory on disk: one JSON file, replaced as a whole after every change.
struct StateFile: Sendable {
    /// What the file holds.
    struct Contents: Sendable {
        var projectID: String
        var account: Account
        var random: SplitMix64
    }

    let path: String

    private static let format = "cph emulator state"
    private static let version = 1

    /// What was saved, or nil when there is no file yet.
    ///
    /// - Parameter projectID: The project that it must belong to; nil: any.
    /// - Throws: `StateFileError` when the file cannot be read, is damaged, or belongs to another version or project.
    func load(for projectID: String?) throws(StateFileError) -> Contents? {
        guard let bytes = try bytes() else { return nil }
        let contents: Contents
        do {
            contents = try self.contents(of: Value(json: bytes))
        } catch let error as StateFileError {
            throw error
        } catch {
            throw StateFileError(path, "is damaged: \(error)")
        }
        guard projectID ?? contents.projectID == contents.projectID else {
            throw StateFileError(path, "belongs to project \(contents.projectID), not to \(projectID ?? "")")
        }
        return contents
    }

    /// Nil when there is no such file.
    private func bytes() throws(StateFileError) -> [UInt8]? {
        do {
            return try FileBytes.read(path)
        } catch {
            if error.isMissing { return nil }
            throw StateFileError(path, "cannot be read: \(error)")
        }
    }

    func save(_ contents: Contents) throws(StateFileError) {
        let value: Value = [
            "format": .string(Self.format), "version": .int(Self.version), "project_id": .string(contents.projectID),
            "random": .string(hex(contents.random.state)), "orders": contents.account.orders.value,
        ]
        do { try FileBytes.replace(path, with: Array(value.json().utf8)) } catch {
            throw StateFileError(path, "cannot be written: \(error)")
        }
    }

    private func contents(of value: Value) throws -> Contents {
        let members = value.members ?? [:]
        guard members["format"]?.text == Self.format else {
            throw StateFileError(path, "is not an emulator's state; name another file")
        }
        guard let version = members["version"]?.integer, version == Self.version else {
            let found = members["version"]?.json() ?? "none"
            throw StateFileError(path, "has version \(found), and this cph reads version \(Self.version)")
        }
        let orders = try (members["orders"]?.items ?? []).map { try EmulatedOrder(validating: $0) }
        guard members["orders"]?.items != nil, let account = Account(orders),
            let projectID = members["project_id"]?.text,
            let state = members["random"]?.text.flatMap({ UInt64($0, radix: 16) })
        else { throw StateFileError(path, "is damaged: an id is there twice, or a part is missing") }
        return Contents(projectID: projectID, account: account, random: SplitMix64(seed: state))
    }
}

/// The state file cannot be used.
public struct StateFileError: Error, Hashable, Sendable, CustomStringConvertible {
    public let path: String
    public let reason: String

    init(_ path: String, _ reason: String) { (self.path, self.reason) = (path, reason) }

    public var description: String { "state file \(path) \(reason)" }
}
