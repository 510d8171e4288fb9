import CDisk
import Glibc
import Synchronization

/// The files of one folder as SQLite works on them: every step is kept in order, and any of them can be refused.
final class RecordedDisk: Sendable {
    /// What was done to the disk, or is worth remembering between such steps.
    enum Step: Sendable {
        /// The file was there before anything was seen of it.
        case found(file: String, bytes: [UInt8])
        case create(file: String)
        case write(file: String, offset: Int, bytes: [UInt8])
        case truncate(file: String, size: Int)
        case sync(file: String)
        /// The disk did not take it, and may have dropped what it was to make safe.
        case failedSync(file: String)
        case delete(file: String, syncsFolder: Bool)
        case note(Note)
    }

    /// What people or the service have learned by now.
    enum Note: Sendable {
        /// A request to buy is about to leave.
        case sending(name: String)
        /// A payment is about to leave.
        case paying(name: String)
        /// These servers were handed to the script.
        case told(name: String, ids: [String])
        /// A person was told that the purchase has come this far.
        case decided(name: String, revision: Int)
    }

    /// A step, with the world as it is behind it.
    struct Moment: Sendable {
        let step: Step
        let cloud: FakeCloud.State
        /// Of the mark beside the ledger, which SQLite knows nothing of.
        let mark: [UInt8]?
    }

    /// What SQLite is about to do.
    struct Request {
        let operation: cdisk_operation
        let file: String
    }

    private struct State {
        var moments: [Moment] = []
        var known: Set<String> = []
        var refuses: @Sendable (Request) -> Int32 = { _ in 0 }
    }

    private let folder: String
    private let cloud: FakeCloud
    private let state = Mutex(State())

    /// Watches `folder`, in which there are `files`, from now on.
    init(_ folder: String, _ files: [String: [UInt8]], _ cloud: FakeCloud) {
        (self.folder, self.cloud) = (folder, cloud)
        state.withLock { state in
            for (file, bytes) in files { add(.found(file: file, bytes: bytes), &state) }
            state.known.formUnion(files.keys)
        }
        DiskObserver.shared.watch(folder, self)
    }

    /// Everything seen so far.
    var moments: [Moment] { state.withLock { $0.moments } }

    func note(_ note: Note) { state.withLock { add(.note(note), &$0) } }

    /// SQLite's code for what shall fail from now on, 0 for what shall not.
    func refuse(_ body: @escaping @Sendable (Request) -> Int32) { state.withLock { $0.refuses = body } }

    fileprivate func see(_ event: cdisk_event, _ file: String) -> Int32 {
        state.withLock { state in
            let code = state.refuses(Request(operation: event.operation, file: file))
            if code != 0 {
                refused(event, file, code, &state)
            } else {
                done(event, file, &state)
            }
            return code
        }
    }

    private func done(_ event: cdisk_event, _ file: String, _ state: inout State) {
        switch event.operation {
        case CDISK_OPEN: open(file, &state)
        case CDISK_WRITE: add(write(event, file, Int(event.length)), &state)
        case CDISK_TRUNCATE: add(.truncate(file: file, size: Int(event.offset)), &state)
        case CDISK_SYNC: add(.sync(file: file), &state)
        case CDISK_DELETE:
            state.known.remove(file)
            add(.delete(file: file, syncsFolder: event.length != 0), &state)
        default: break
        }
    }

    /// A write to a full disk stops half way.
    private func refused(_ event: cdisk_event, _ file: String, _ code: Int32, _ state: inout State) {
        switch event.operation {
        case CDISK_WRITE where code == SQLITE_FULL: add(write(event, file, Int(event.length / 2)), &state)
        case CDISK_SYNC: add(.failedSync(file: file), &state)
        default: break
        }
    }

    private func write(_ event: cdisk_event, _ file: String, _ count: Int) -> Step {
        .write(
            file: file, offset: Int(event.offset),
            bytes: Array(UnsafeRawBufferPointer(start: event.bytes, count: count)))
    }

    private func open(_ file: String, _ state: inout State) {
        guard state.known.insert(file).inserted else { return }
        add(Bench.bytes(at: "\(folder)/\(file)").map { .found(file: file, bytes: $0) } ?? .create(file: file), &state)
    }

    private func add(_ step: Step, _ state: inout State) {
        let mark = Bench.bytes(at: "\(folder)/ledger.db.mark")
        state.moments.append(Moment(step: step, cloud: cloud.now, mark: mark))
    }
}

/// SQLite's file system of that name, which tells each folder's own recorder what happens there.
final class DiskObserver: Sendable {
    static let shared = DiskObserver()

    /// What SQLite knows it by.
    static let name = "recorded"

    private let disks = Mutex<[String: Weak]>([:])

    private struct Weak: Sendable {
        weak let disk: RecordedDisk?
    }

    private init() {
        // Registered for as long as the process lives, and so does the one observer.
        let context = Unmanaged.passRetained(self).toOpaque()
        let code = cdisk_register(
            strdup(Self.name),
            { context, event in
                guard let context, let event = event?.pointee, let path = event.path else { return 0 }
                return Unmanaged<DiskObserver>.fromOpaque(context).takeUnretainedValue().see(event, path)
            }, context)
        precondition(code == 0, "SQLite takes another file system")
    }

    fileprivate func watch(_ folder: String, _ disk: RecordedDisk) {
        disks.withLock { $0[folder] = Weak(disk: disk) }
    }

    private func see(_ event: cdisk_event, _ path: UnsafePointer<CChar>) -> Int32 {
        let path = String(cString: path)
        guard let slash = path.lastIndex(of: "/") else { return 0 }
        let disk = disks.withLock { $0[String(path[..<slash])]?.disk }
        return disk?.see(event, String(path[path.index(after: slash)...])) ?? 0
    }
}
