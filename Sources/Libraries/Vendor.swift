import Files
import Projects
import Text

/// `cph lib vendor git+URL#TAG`: the modules of a tag, straight from git. Nothing of the repository is
/// checked out, so neither hooks nor filters nor links of its take part.
public struct Vendor {
    /// The address of a tag in a git repository, written `git+URL#TAG`.
    public struct Address: Hashable, Sendable {
        let url, tag: String

        /// Reads an address.
        ///
        /// - Throws: `ProjectError` that says how one is written.
        public init(_ text: String) throws {
            guard text.hasPrefix("git+"), let mark = text.lastIndex(of: "#") else {
                throw ProjectError("\(text) is not git+URL#TAG, such as git+https://git.example.org/fleets.git#v1.2.0")
            }
            url = String(text[text.index(text.startIndex, offsetBy: 4)..<mark])
            tag = String(text[text.index(after: mark)...])
            let schemes = ["https://", "ssh://", "file://", "http://"]
            guard schemes.contains(where: url.hasPrefix) else {
                throw ProjectError("\(url) must begin with \(schemes.joined(separator: ", "))")
            }
            let isPlain = tag.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || "._-/+".utf8.contains(byte)
            }
            guard isPlain, !tag.isEmpty, !tag.hasPrefix("-"), !tag.contains("..") else {
                throw ProjectError("\(tag.isEmpty ? "nothing" : tag) is no name of a tag")
            }
        }

        var text: String { "git+\(url)#\(tag)" }

        /// The last part of the path, without `.git`.
        var name: String {
            let last = url.split(separator: "/").last.map(String.init) ?? ""
            return (last.hasSuffix(".git") ? String(last.dropLast(4)) : last).lowercased()
        }
    }

    private let workspace: Workspace
    private let address: Address
    /// The folder of the repository that holds the modules; nil looks in the usual ones.
    private let folder: String?
    private let limit: Duration

    /// Prepares the copy; nothing is fetched before `run`.
    ///
    /// - Parameters:
    ///   - folder: Where in the repository the modules are; nil looks for the usual places.
    ///   - limit: How long each run of git may take.
    public init(_ workspace: Workspace, _ address: Address, folder: String?, limit: Duration) {
        (self.workspace, self.address, self.folder, self.limit) = (workspace, address, folder, limit)
    }

    /// Fetches the tag and puts its modules into `lua_modules` and the lock, or changes nothing.
    ///
    /// - Throws: `ProjectError` when git fails, the tag was moved since it was locked, or files would be overwritten
    ///   that nobody installed.
    public func run() throws {
        try workspace.locked {
            let project = try workspace.project()
            let modules = InstalledModules(workspace, project.lock)
            try modules.checkStrays()
            if address.url.hasPrefix("http") { _ = try AllowedHosts(project.settings).endpoint(of: address.url) }
            try workspace.withStaging { place in
                let rock = try export(to: place)
                try checkUnchanged(rock, project.lock)
                let kept = try modules.keep(into: "\(place)/new") { $0.name != rock.name }
                let lock = try Lock(kept + [rock], wants: project.lock?.wants ?? [])
                try modules.replace(by: "\(place)/new", lock)
                workspace.say(
                    "\(rock.name) \(rock.version), commit \(rock.commit ?? ""), \(counted(rock.files.count, "file"))")
            }
        }
    }

    private func export(to place: String) throws -> Lock.Rock {
        let repository = "\(place)/repository"
        try git(["init", "--quiet", "--bare", repository], in: place)
        let fetch = ["fetch", "--quiet", "--depth", "1", "--no-tags", "--", address.url, "refs/tags/\(address.tag)"]
        try git(fetch, in: repository)
        let commit = try git(["rev-parse", "FETCH_HEAD^{commit}"], in: repository).text.filter { $0 != "\n" }
        let listing = try git(["ls-tree", "-r", "-z", "--full-tree", commit], in: repository)
        let chosen = try GitModules(listing.output).modules(below: folder)
        var files: [String: String] = [:]
        var room = InstalledModules.Room()
        for (path, object) in chosen {
            let bytes = try git(["cat-file", "blob", object], in: repository).output
            try room.take(bytes.count)
            if let problem = moduleProblem(bytes, name: path) {
                throw ProjectError("\(problem); nothing was installed")
            }
            try Files.create("\(place)/new/\(path)", bytes, makesFolders: true)
            files[path] = try hash(bytes)
        }
        return Lock.Rock(
            name: address.name, version: address.tag, from: address.text, commit: commit, files: files)
    }

    /// Throws when the lock has another commit for the tag: a tag that was moved is another version under the same
    /// name.
    private func checkUnchanged(_ rock: Lock.Rock, _ old: Lock?) throws {
        let known = old?.rocks.first { $0.name == rock.name && $0.from == rock.from }
        guard let commit = known?.commit, commit != rock.commit else { return }
        throw ProjectError(
            "the tag \(address.tag) of \(address.url) is commit \(rock.commit ?? "") now, and was \(commit) when it was "
                + "installed. Nothing has changed here. Ask who publishes it for a new tag")
    }

    /// Runs git so that nothing of the repository or the user's settings runs: no hooks, no other protocols, no
    /// questions.
    @discardableResult
    private func git(_ words: [String], in place: String) throws -> Subprocess.Outcome {
        var tool = Tool.git
        (tool.limit, tool.output) = (limit, LibraryLimits.file)
        let settings = [
            "core.hooksPath=/dev/null", "gc.auto=0", "maintenance.auto=false", "core.fsmonitor=false",
            "http.followRedirects=false",
        ]
        let own = [
            "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "https:ssh:file:http", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_SSH_COMMAND": workspace.environment["GIT_SSH_COMMAND"] ?? "ssh -oBatchMode=yes",
        ]
        let outcome = try tool.run(
            settings.flatMap { ["-c", $0] } + words, in: place, path: workspace.environment["PATH"],
            variables: workspace.environment.merging(own) { $1 })
        switch outcome.stopped {
        case .overdue:
            throw ProjectError(
                "\(address.url) did not answer within \(limit.components.seconds) s; nothing has changed. --timeout sets another limit"
            )
        case .tooMuch:
            throw ProjectError(
                "\(address.tag) of \(address.url) has a file or a list of files of more than \(tool.output >> 20) MiB; nothing has changed"
            )
        case .none where !outcome.isSuccess:
            throw ProjectError(
                "git could not get \(address.tag) of \(address.url); nothing has changed:\n  \(tool.reason(outcome))")
        case .none: return outcome
        }
    }
}
