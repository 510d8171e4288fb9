import Files
import Projects

/// A program that `cph lib` starts. What it works on is a stranger's, so each runs under bounds and with few variables.
struct Tool {
    /// What the program is called, and the Debian package that it comes in.
    let name, package: String
    /// How long a run may take.
    var limit = Duration.seconds(120)
    /// What a run may take of memory, in bytes.
    var memory = 1 << 30
    /// The longest file that a run may write, in bytes.
    var fileSize = 64 << 20
    /// The most that a run may say, in bytes.
    var output = 64 << 20

    static let luarocks = Tool(name: "luarocks", package: "luarocks")
    static let luarocksAdmin = Tool(name: "luarocks-admin", package: "luarocks")
    static let git = Tool(name: "git", package: "git", fileSize: 256 << 20)
    static let curl = Tool(name: "curl", package: "curl")
    static let bsdtar = Tool(name: "bsdtar", package: "libarchive-tools", limit: .seconds(60))
    static let bsdcat = Tool(name: "bsdcat", package: "libarchive-tools", limit: .seconds(60))

    /// Runs the tool in `folder`.
    ///
    /// - Parameter variables: All that it finds in its environment.
    /// - Throws: `ProjectError` when it is not installed. What comes of the run is the caller's to judge.
    func run(
        _ words: [String], in folder: String, path: String?, variables: [String: String]
    ) throws -> Subprocess.Outcome {
        guard let program = Subprocess.find(name, path: path) else {
            throw ProjectError(
                "\(name) is not installed, and this needs it. On Debian: apt-get install \(package). "
                    + "Everything else of cph works without it")
        }
        var process = Subprocess(program, words, environment: variables)
        (process.folder, process.limit, process.mostOutput) = (folder, limit, output)
        process.bounds = Subprocess.Bounds(memory: memory, fileSize: fileSize, openFiles: 256)
        return try process.run()
    }

    /// Says why a run that failed did so, in a few lines of the tool's own.
    func reason(_ outcome: Subprocess.Outcome) -> String {
        switch outcome.stopped {
        case .overdue: "\(name): no answer within \(limit.components.seconds) s"
        case .tooMuch: "\(name): wrote more than \(output >> 20) MiB"
        case .none where outcome.errors.isEmpty && outcome.status < 0: "\(name): ended by signal \(-outcome.status)"
        case .none:
            outcome.errors.split(separator: "\n").prefix(4).joined(separator: "\n  ")
        }
    }
}
