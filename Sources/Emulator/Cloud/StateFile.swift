import Files
import Glibc
import Schema
import Text

/// The cloud's memory on disk: one JSON file, replaced as a whole after every change.
struct StateFile: Sendable {
    /// What the file holds.
    struct Contents: Sendable {
        let projectID: String
        let random: SplitMix64
        let account: Account
        let jobs: [EmulatedJob]
        let sizes: [String: Int]
        let access: StateAccess?
    }

    /// What the file holds besides orders.
    struct Rest: Sendable {
        let projectID: String
        let random: SplitMix64
        var jobs: [EmulatedJob] = []
        var sizes: [String: Int] = [:]
        var access: StateAccess?
    }

    let path: String
    /// The orders as JSON, each made once and not at every change of another.
    private var rows: [[UInt8]] = []
    /// Where an order stands in `rows`, by its id.
    private var places: [String: Int] = [:]

    private static let format = "cph emulator state"
    /// The version of the file's format. Version 1 had neither jobs nor bandwidths, and less about servers; version 2 had no
    /// access.
    private static let version = 3

    /// One emulator's claim, for as long as it lives: two would each replace what the other sold. It is on a file beside
    /// this one, which is replaced by a new one at every change.
    private let lock: FileLock

    /// - Throws: `StateFileError` when another emulator uses the file, or its folder cannot be written.
    init(path: String) throws(StateFileError) {
        self.path = path
        // A path that cannot be read leaves no lock file behind.
        _ = try Self.bytes(of: path)
        lock = try Self.lock(path)
        sign()
    }

    private static func lock(_ path: String) throws(StateFileError) -> FileLock {
        do throws(FileError) {
            return try FileLock("\(path).lock", .exclusive, flags: O_RDWR | O_CREAT | O_NOFOLLOW, waits: false)
        } catch {
            guard error.isHeldByAnother else { throw StateFileError(path, "cannot be written: \(error.reason)") }
            let holder = (try? Files.read("\(path).lock")).flatMap { Int32(String(decoding: $0, as: UTF8.self)) }
            let words = holder.map { "process \($0)" } ?? "another emulator"
            throw StateFileError(path, "is in use by \(words); wait for its end, or name another file")
        }
    }

    /// Writes into the lock's file who has it. Where that fails, others are told less.
    private func sign() {
        let words = Array("\(getpid())".utf8)
        if ftruncate(lock.descriptor, 0) == 0 { _ = pwrite(lock.descriptor, words, words.count, 0) }
    }

    /// What points clients at the cloud in a file, which nobody needs to have; nil where there is none.
    static func access(at path: String) throws(StateFileError) -> StateAccess? {
        guard let bytes = try bytes(of: path) else { return nil }
        return (try? Value(json: bytes))?.members?["access"].flatMap(StateAccess.init)
    }

    /// Reads what was saved; nil when there is no file yet.
    ///
    /// - Parameter projectID: The project that it must belong to; nil: any.
    /// - Throws: `StateFileError` when the file cannot be read, is damaged, or belongs to another version or project.
    mutating func load(for projectID: String?) throws(StateFileError) -> Contents? {
        guard let bytes = try Self.bytes(of: path) else { return nil }
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
        for order in contents.account.orders { put(order) }
        return contents
    }

    /// Replaces the file by one with these orders added, or changed to what they are now.
    mutating func save(_ orders: [EmulatedOrder], _ rest: Rest) throws(StateFileError) {
        var changed = self
        for order in orders { changed.put(order) }
        do throws(FileError) { try Files.replace(path, changed.text(rest), mode: 0o600) } catch {
            throw StateFileError(path, "cannot be written: \(error.reason)")
        }
        self = changed
    }

    private mutating func put(_ order: EmulatedOrder) {
        let row = Array(order.value.json().utf8)
        if let place = places[order.orderID] {
            rows[place] = row
        } else {
            places[order.orderID] = rows.count
            rows.append(row)
        }
    }

    private func text(_ rest: Rest) -> [UInt8] {
        let sizes = rest.sizes.sorted { $0.key < $1.key }.map { Object.Member($0.key, .int($0.value)) }
        var head: Object = [
            "format": .string(Self.format), "version": .int(Self.version), "project_id": .string(rest.projectID),
            "random": .string(String(hex: rest.random.state)), "jobs": rest.jobs.value,
            "band_width_sizes": .object(Object(uniqueMembers: sizes)),
        ]
        head["access"] = rest.access?.value
        var text = Array(Value.object(head).json().utf8.dropLast())
        text += Array(",\"orders\":[\n".utf8)
        text += rows.joined(separator: Array(",\n".utf8))
        text += Array("]}\n".utf8)
        return text
    }

    /// Reads the file's bytes; nil when there is no such file.
    private static func bytes(of path: String) throws(StateFileError) -> [UInt8]? {
        do throws(FileError) {
            return try Files.read(path, followsLinks: false)
        } catch {
            if error.isMissing { return nil }
            if error.code == ELOOP { throw StateFileError(path, "is a link; name the file itself") }
            throw StateFileError(path, "cannot be read: \(error.reason)")
        }
    }

    private func contents(of value: Value) throws -> Contents {
        let members = value.members ?? [:]
        guard members["format"]?.text == Self.format else {
            throw StateFileError(path, "is not an emulator's state; name another file")
        }
        guard let version = members["version"]?.integer, (1...Self.version).contains(version) else {
            let found = members["version"]?.json() ?? "none"
            throw StateFileError(path, "has version \(found), and this cph reads version \(Self.version)")
        }
        let orders = try members["orders"]?.items?.map { try EmulatedOrder(validating: $0) }
        guard let orders, let account = Account(orders), let projectID = members["project_id"]?.text,
            let state = members["random"]?.text.flatMap({ UInt64($0, radix: 16) })
        else { throw StateFileError(path, "is damaged: an id is there twice, or a part is missing") }
        let jobs = try members["jobs"]?.items?.map { try EmulatedJob(validating: $0) } ?? []
        let sizes = members["band_width_sizes"]?.members?.compactMap { key, value in value.integer.map { (key, $0) } }
        return Contents(
            projectID: projectID, random: SplitMix64(seed: state), account: account, jobs: jobs,
            sizes: Dictionary(sizes ?? []) { $1 }, access: members["access"].flatMap(StateAccess.init))
    }
}

/// The state file cannot be used.
public struct StateFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file as it was named in the configuration.
    public let path: String
    /// Worded to follow the path: what is wrong with the file and what to do.
    public let reason: String

    init(_ path: String, _ reason: String) { (self.path, self.reason) = (path, reason) }

    /// Says which file it is and what is wrong with it, in one line.
    public var description: String { "state file \(path) \(reason)" }
}
