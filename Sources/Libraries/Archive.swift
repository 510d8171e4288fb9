import Files
import Projects

/// A zip or tar file of a stranger's, which libarchive opens: in a program of its own, under bounds, without a search path.
/// Nothing of it is ever unpacked onto the disk; its files are read one by one, those that somebody asks for.
struct Archive {
    /// The regular files that are in it once, by their path. Links, devices and names that are no plain paths are left out.
    let files: Set<String>
    private let place: String
    private let path: String?

    /// Opens the archive in the file `place`; a compressed one is put beside it once more, as it is without compression.
    ///
    /// - Parameter path: Where programs are looked for.
    /// - Throws: `ProjectError` when it is neither a zip nor a tar file.
    init(_ place: String, path: String?) throws {
        self.path = path
        switch Self.form(try Files.read(place, limit: LibraryLimits.unpacked)) {
        case .zip, .tar: self.place = place
        case .compressed: self.place = try Self.decompress(place, path)
        case nil: throw ProjectError("is neither a zip nor a tar file")
        }
        files = try Self.list(self.place, path)
    }

    /// Reads one of `files`.
    ///
    /// - Throws: `ProjectError` when it is longer than `limit` bytes, or damaged.
    func bytes(of file: String, limit: Int = LibraryLimits.file) throws -> [UInt8] {
        var tool = Tool.bsdtar
        tool.output = limit
        let outcome = try Self.run(tool, ["-xOqf", place, "--", file], path)
        guard outcome.stopped != .tooMuch else { throw ProjectError("has more than \(limit) bytes") }
        guard outcome.isSuccess else { throw ProjectError(tool.reason(outcome)) }
        return outcome.output
    }
}

extension Archive {
    private enum Form { case zip, tar, compressed }

    /// Tells the forms apart that rocks come in. libarchive knows many more, some of which name files outside.
    private static func form(_ bytes: [UInt8]) -> Form? {
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .zip }
        if bytes.dropFirst(257).starts(with: "ustar".utf8) { return .tar }
        let compressions: [[UInt8]] = [[0x1F, 0x8B], Array("BZh".utf8), [0xFD] + Array("7zXZ".utf8)]
        return compressions.contains { bytes.starts(with: $0) } ? .compressed : nil
    }

    private static func decompress(_ place: String, _ path: String?) throws -> String {
        let outcome = try run(.bsdcat, ["--", place], path)
        guard outcome.isSuccess else { throw ProjectError(Tool.bsdcat.reason(outcome)) }
        guard form(outcome.output) == .tar else { throw ProjectError("is neither a zip nor a tar file") }
        let plain = "\(place).tar"
        try Files.create(plain, outcome.output)
        return plain
    }

    /// Lists names and kinds, each in a line, with what is unprintable escaped; the owners' names are left out, which are not.
    private static func list(_ place: String, _ path: String?) throws -> Set<String> {
        let names = try lines(["-tf", place], path)
        let kinds = try lines(["--uid", "0", "--gid", "0", "-tvf", place], path)
        guard names.count == kinds.count else { throw ProjectError("cannot be listed") }
        var files: Set<String> = []
        var seen: Set<Substring> = []
        for (name, line) in zip(names, kinds) {
            let file = name.hasPrefix("./") ? name.dropFirst(2) : name
            guard seen.insert(file).inserted else {
                files.remove(String(file))
                continue
            }
            if line.first == "-", isPlain(file) { files.insert(String(file)) }
        }
        return files
    }

    /// Whether a path has only what is neither escaped in a list nor a pattern, and stays below where it starts.
    static func isPlain(_ path: some StringProtocol) -> Bool {
        let isPlain = path.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "._-+@ /".utf8.contains(byte)
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return isPlain && !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
    }

    private static func lines(_ words: [String], _ path: String?) throws -> [Substring] {
        let outcome = try run(.bsdtar, words, path)
        guard outcome.isSuccess else { throw ProjectError(Tool.bsdtar.reason(outcome)) }
        return outcome.text.split(separator: "\n")
    }

    private static func run(_ tool: Tool, _ words: [String], _ path: String?) throws -> Subprocess.Outcome {
        // Without a search path libarchive finds no programs that would unpack what it cannot itself.
        try tool.run(words, in: "/", path: path, variables: ["LC_ALL": "C.UTF-8", "PATH": "/nowhere"])
    }
}
