import CPHModel

@testable import Ledger

/// Lets the power fail at every step of a recorded scenario, in many ways, and looks at what the ledger makes of it.
struct Replay {
    /// Random ways for the power to fail, where the disk has the most to lose.
    let cuts: Int
    /// Without it, what is missing shows as such; with it, the ledger itself sees that it is older than it was.
    var hasMark = true
    let wishes: [CreateServer]
    /// Disks that differ.
    private(set) var disks = 0
    private(set) var recoveries = 0
    /// What must not be; each once.
    private(set) var problems: [String] = []
    /// Of some disks: what a run did on them, to be cut off in its turn.
    private(set) var recorded: [(moments: [RecordedDisk.Moment], notes: [RecordedDisk.Note])] = []

    private var dice: SeededDice
    private var seen: [Int: Opened] = [:]
    private var recovered: Set<String> = []

    /// The ledger as it opens on a disk.
    private struct Opened {
        var records: [PurchaseRecord] = []
        var payments: [String: Int] = [:]
        var failure: String?
    }

    init(_ wishes: [CreateServer], cuts: Int, seed: UInt64 = 1) {
        (self.wishes, self.cuts) = (wishes, cuts)
        dice = SeededDice(seed: seed)
    }

    /// - Parameters:
    ///   - notes: What was known before the first step.
    ///   - atEndOnly: Whether the power fails behind the last step only.
    mutating func run(
        _ moments: [RecordedDisk.Moment], notes: [RecordedDisk.Note] = [], atEndOnly: Bool = false
    ) async throws {
        var (platter, notes) = (Platter(), notes)
        var marks: [[UInt8]?] = [nil]
        for (index, moment) in moments.enumerated() {
            platter.apply(moment.step)
            if case .note(let note) = moment.step { notes.append(note) }
            if moment.mark != marks.last { marks.append(moment.mark) }
            // What was there before must all be known first.
            if case .found = moment.step { continue }
            if atEndOnly, index + 1 < moments.count { continue }
            let next = index + 1 < moments.count ? moments[index + 1].step : nil
            for draw in draws(platter, isLast: next?.makesSafe ?? true) {
                try await look(platter.files(draw), mark(of: marks, draw), moment, notes)
            }
        }
    }

    /// What may be lost grows until the next sync, and with it the ways to lose it.
    private mutating func draws(_ platter: Platter, isLast: Bool) -> [Draw] {
        var draws: [Draw] = [.nothing, .everything]
        guard isLast else { return draws }
        for number in 0..<min(platter.changes, cuts) {
            let change = platter.changes <= cuts ? number : dice.below(platter.changes)
            draws += [.without(change), .only(change)]
        }
        for _ in 0..<cuts { draws.append(.random(SeededDice(seed: dice.number()))) }
        return draws
    }

    /// Nobody syncs the mark: it may be as old as it likes, but never newer than it is.
    private mutating func mark(of marks: [[UInt8]?], _ draw: Draw) -> [UInt8]? {
        switch draw {
        case .random: marks[dice.below(marks.count)]
        case .nothing, .everything, .without, .only: marks[marks.count - 1]
        }
    }

    private mutating func look(
        _ files: [String: [UInt8]], _ mark: [UInt8]?, _ moment: RecordedDisk.Moment, _ notes: [RecordedDisk.Note]
    ) async throws {
        var files = files
        files["ledger.db.mark"] = hasMark ? mark : nil
        let hash = Self.hash(files)
        let opened = try seen[hash] ?? open(files)
        if seen.updateValue(opened, forKey: hash) == nil { disks += 1 }
        if let failure = opened.failure { return report(failure) }
        for note in notes { judge(note, notes, opened) }
        try await recover(files, opened, moment, notes)
    }

    private static func hash(_ files: [String: [UInt8]]) -> Int {
        var hasher = Hasher()
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            hasher.combine(name)
            bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
        return hasher.finalize()
    }

    private func open(_ files: [String: [UInt8]]) throws -> Opened {
        let bench = try Stage(files: files).bench
        bench.fileSystem = nil
        var opened = Opened()
        do {
            let journal = try bench.journal(.write, run: "r8")
            opened.records = try journal.purchases()
            for record in opened.records {
                opened.payments[record.key] = try journal.history(of: record).count { $0.to == .paying }
            }
            _ = try journal.verify()
        } catch { opened.failure = "does not open: \(error.message)".replacing(bench.folder, with: "") }
        return opened
    }

    private mutating func report(_ problem: String) {
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// What somebody has learned must be in the ledger, whatever the power cut took.
    private mutating func judge(_ note: RecordedDisk.Note, _ notes: [RecordedDisk.Note], _ opened: Opened) {
        let record = opened.records.first { $0.key == note.name }
        switch note {
        case .sending(let name):
            let sends = notes.count { if case .sending(name) = $0 { true } else { false } }
            if record?.attempt ?? 0 < sends { report("\(name): a send is unknown") }
        case .paying(let name):
            if opened.payments[name] ?? 0 == 0 { report("\(name): a payment is unknown") }
        case .told(let name, let ids):
            if !Set(ids).isSubset(of: record?.serverIDs ?? []) { report("\(name): ids are lost") }
        case .decided(let name, let revision):
            if record?.revision ?? 0 < revision { report("\(name): a step that was shown is lost") }
        }
    }

    /// The script runs again on that disk, as far as this kind of disk was not met before.
    private mutating func recover(
        _ files: [String: [UInt8]], _ opened: Opened, _ moment: RecordedDisk.Moment, _ notes: [RecordedDisk.Note]
    ) async throws {
        let cloud = moment.cloud
        let revisions = opened.records.map { "\($0.key)=\($0.revision)" }.joined(separator: " ")
        guard recovered.insert("\(cloud.creates) \(cloud.sold) \(cloud.lists) \(revisions)").inserted else { return }
        recoveries += 1
        let stage = try Stage(cloud, files: files)
        if let ledger = try? stage.ledger(run: "r9", settle: .seconds(900)) {
            for wish in wishes { await stage.buy(wish, from: ledger) }
        }
        recorded.append((stage.disk.moments, notes))
        let records = try stage.bench.journal(.read).purchases()
        for wish in wishes { judge(wish, records.first { $0.key == wish.serverName }, stage.bench.cloud.now) }
    }

    private mutating func judge(_ wish: CreateServer, _ record: PurchaseRecord?, _ cloud: FakeCloud.State) {
        let bought = cloud.ids(of: wish.serverName)
        if bought.count > wish.count { report("\(wish.serverName): bought twice") }
        let isOpen = record.map { $0.state.isInDoubt || [.partial, .orderOnly].contains($0.state) } ?? false
        if !isOpen, !Set(bought).isSubset(of: record?.serverIDs ?? []) { report("\(wish.serverName): lost a server") }
    }
}

extension RecordedDisk.Step {
    /// Whether something is certain behind this step that was not before it.
    fileprivate var makesSafe: Bool {
        switch self {
        case .sync, .failedSync, .delete, .note: true
        case .found, .create, .write, .truncate: false
        }
    }
}

extension RecordedDisk.Note {
    fileprivate var name: String {
        switch self {
        case .sending(let name), .paying(let name), .told(let name, _), .decided(let name, _): name
        }
    }
}
