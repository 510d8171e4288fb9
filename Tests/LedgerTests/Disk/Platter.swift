/// What a disk may hold, by the promises of a file system that keeps no more than it must.
///
/// A sync makes one file's bytes safe, and the file's name where SQLite syncs the folder with it. Everything else may be
/// there after a power cut or not, in any order, in part. A write leaves the bytes beside it alone.
struct Platter {
    struct Change {
        enum Kind {
            case write(offset: Int, bytes: [UInt8])
            case truncate(size: Int)
        }

        let kind: Kind
        var safety = Safety.pending
    }

    enum Safety {
        /// The next sync makes it safe.
        case pending
        case safe
        /// Its sync failed. Later ones say nothing about it: the system may have dropped it.
        case doomed
    }

    struct Inode {
        var settled: [UInt8] = []
        /// Behind what is settled, in order.
        var changes: [Change] = []
        var isNameSafe = false
    }

    private(set) var inodes: [Inode] = []
    /// What a name may stand for, nil for nothing: first as the folder has it on the disk, last as programs see it.
    private(set) var names: [String: [Int?]] = [:]

    mutating func apply(_ step: RecordedDisk.Step) {
        switch step {
        case .found(let file, let bytes):
            inodes.append(Inode(settled: bytes, isNameSafe: true))
            names[file] = [inodes.count - 1]
        case .create(let file):
            inodes.append(Inode())
            names[file, default: [nil]].append(inodes.count - 1)
        case .write(let file, let offset, let bytes):
            change(file, Change(kind: .write(offset: offset, bytes: bytes)))
        case .truncate(let file, let size): change(file, Change(kind: .truncate(size: size)))
        case .sync(let file): sync(file)
        case .failedSync(let file): settle(file, .doomed)
        case .delete(let file, let syncsFolder):
            names[file, default: [nil]].append(nil)
            if syncsFolder { syncFolder() }
        case .note: break
        }
    }

    private func inode(_ file: String) -> Int? { names[file]?.last ?? nil }

    private mutating func change(_ file: String, _ change: Change) {
        guard let inode = inode(file) else { return }
        inodes[inode].changes.append(change)
    }

    private mutating func settle(_ file: String, _ safety: Safety) {
        guard let inode = inode(file) else { return }
        for index in inodes[inode].changes.indices where inodes[inode].changes[index].safety == .pending {
            inodes[inode].changes[index].safety = safety
        }
    }

    /// The first sync of a journal syncs its folder, too.
    private mutating func sync(_ file: String) {
        guard let inode = inode(file) else { return }
        settle(file, .safe)
        if !inodes[inode].changes.contains(where: { $0.safety == .doomed }) {
            var draw = Draw.everything
            inodes[inode].settled = content(of: inode, &draw)
            inodes[inode].changes = []
        }
        if !inodes[inode].isNameSafe { syncFolder() }
        inodes[inode].isNameSafe = true
    }

    private mutating func syncFolder() {
        for (name, meanings) in names { names[name] = [meanings.last ?? nil] }
    }

    /// How many changes a power cut may take or leave; those that it can't are counted, too.
    var changes: Int { inodes.reduce(0) { $0 + $1.changes.count } }
}

/// Which of the unsafe changes reach the disk.
enum Draw {
    case nothing, everything
    /// All but the change of this number, or that one alone.
    case without(Int)
    case only(Int)
    /// Some, and of some of them a part.
    case random(SeededDice)
}

extension Platter {
    static let sector = 512

    /// The files after a power cut.
    func files(_ draw: Draw) -> [String: [UInt8]] {
        var draw = draw
        var files: [String: [UInt8]] = [:]
        for (name, meanings) in names.sorted(by: { $0.key < $1.key }) {
            guard let inode = draw.pick(meanings) else { continue }
            files[name] = content(of: inode, &draw)
        }
        return files
    }

    private func content(of inode: Int, _ draw: inout Draw) -> [UInt8] {
        var bytes = inodes[inode].settled
        // Changes are numbered through all files.
        let first = inodes[..<inode].reduce(0) { $0 + $1.changes.count }
        for (index, change) in inodes[inode].changes.enumerated() {
            let isSafe = change.safety == .safe
            switch change.kind {
            case .truncate(let size):
                if isSafe || draw.takes(first + index) { bytes.resize(size) }
            case .write(let offset, let data):
                for range in isSafe ? [data.indices] : draw.parts(of: data, at: offset, first + index) {
                    bytes.put(data[range], at: offset + range.lowerBound)
                }
            }
        }
        return bytes
    }
}

extension Draw {
    fileprivate mutating func pick(_ meanings: [Int?]) -> Int? {
        switch self {
        case .nothing, .only: return meanings.first ?? nil
        case .everything, .without: return meanings.last ?? nil
        case .random(var dice):
            defer { self = .random(dice) }
            return meanings[dice.below(meanings.count)]
        }
    }

    fileprivate mutating func takes(_ number: Int) -> Bool {
        switch self {
        case .nothing: return false
        case .everything: return true
        case .without(let other): return number != other
        case .only(let one): return number == one
        case .random(var dice):
            defer { self = .random(dice) }
            return dice.isOne(in: 2)
        }
    }

    /// The parts of a write that reach the disk: sectors, of which the last may be torn anywhere.
    fileprivate mutating func parts(of bytes: [UInt8], at offset: Int, _ number: Int) -> [Range<Int>] {
        guard case .random(var dice) = self else { return takes(number) ? [bytes.indices] : [] }
        defer { self = .random(dice) }
        switch dice.below(4) {
        case 0: return []
        case 1: return [bytes.indices]
        case 2:
            // In order, and then the power went.
            return [0..<dice.below(bytes.count + 1)]
        default:
            return Self.sectors(bytes.count, at: offset).filter { _ in dice.isOne(in: 2) }
        }
    }

    private static func sectors(_ count: Int, at offset: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        while start < count {
            let end = min(count, ((offset + start) / Platter.sector + 1) * Platter.sector - offset)
            ranges.append(start..<end)
            start = end
        }
        return ranges
    }
}

extension [UInt8] {
    /// A hole that was never written reads as zeros.
    fileprivate mutating func resize(_ size: Int) {
        if size < count { removeLast(count - size) } else { self += [UInt8](repeating: 0, count: size - count) }
    }

    fileprivate mutating func put(_ part: ArraySlice<UInt8>, at offset: Int) {
        if count < offset + part.count { resize(offset + part.count) }
        withUnsafeMutableBytes { bytes in
            part.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: bytes[offset...]).copyMemory(from: $0) }
        }
    }
}
