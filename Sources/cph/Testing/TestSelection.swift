import ArgumentParser
import LuaKit
import Session

/// Which test files and tests are run, and in which order: options that busted has too.
struct TestSelection: ParsableArguments {
    @Option(
        help: ArgumentHelp("Only tests whose full name matches this Lua pattern; repeatable.", valueName: "pattern"))
    var filter: [String] = []

    @Option(help: ArgumentHelp("No tests whose full name matches this Lua pattern; repeatable.", valueName: "pattern"))
    var filterOut: [String] = []

    @Option(name: [.short, .long], help: ArgumentHelp("Only tests with one of these #tags: a,b.", valueName: "tags"))
    var tags: [String] = []

    @Option(help: ArgumentHelp("No tests with one of these #tags: a,b.", valueName: "tags"))
    var excludeTags: [String] = []

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Only files whose name matches this Lua pattern; _spec when absent.", valueName: "pattern"))
    var pattern: [String] = []

    @Option(help: ArgumentHelp("No files whose name matches this Lua pattern; repeatable.", valueName: "pattern"))
    var excludePattern: [String] = []

    @Option(
        name: [.customShort("m"), .long],
        help: ArgumentHelp(
            "Where require looks, too: ./src/?.lua;./src/?/init.lua. The ? is the module's name.", valueName: "paths"))
    var lpath: [String] = []

    @Option(
        help: ArgumentHelp("A Lua file, or a module, that is run before each test file.", valueName: "path"),
        completion: .file())
    var helper: String?

    @Option(
        name: [.customLong("Xhelper", withSingleDash: true)],
        help: ArgumentHelp("Arguments of the helper: a,b.", valueName: "argument"))
    var helperArguments: [String] = []

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("The task of the .busted file; default when absent.", valueName: "task"))
    var run: String?

    @Option(
        name: [.customShort("f"), .long],
        help: ArgumentHelp("Read these settings instead of ./.busted.", valueName: "file"), completion: .file())
    var configFile: String?

    @Option(name: .customLong("repeat"), help: ArgumentHelp("Run everything this often.", valueName: "count"))
    var repeats: Int?

    @Option(help: ArgumentHelp("The seed of what chance decides.", valueName: "number"))
    var seed: Int?

    @Flag(inversion: .prefixedNo, help: "Files, and the tests in a block, in an order that chance decides.")
    var shuffle: Bool?

    @Flag(inversion: .prefixedNo, help: "Files in an order that chance decides.")
    var shuffleFiles: Bool?

    @Flag(inversion: .prefixedNo, help: "The tests in a block in an order that chance decides.")
    var shuffleTests: Bool?

    @Flag(inversion: .prefixedNo, help: "Files and tests in the order of their names.")
    var sort: Bool?

    @Flag(inversion: .prefixedNo, help: "Files in the order of their names.")
    var sortFiles: Bool?

    @Flag(inversion: .prefixedNo, help: "Tests in the order of their names.")
    var sortTests: Bool?

    @Flag(
        name: [.customShort("R"), .long], inversion: .prefixedNo,
        help: "Look into the folders of a folder; it is on when absent.")
    var recursive: Bool?

    @Flag(
        name: [.customShort("k"), .long], inversion: .prefixedNo,
        help: "Go on after a test that did not pass; it is on when absent.")
    var keepGoing: Bool?

    @Flag(inversion: .prefixedNo, help: "Run setup and teardown only around tests that run.")
    var lazy: Bool?

    @Flag(name: [.short, .long], help: "List the tests instead of running them.")
    var list = false

    func validate() throws {
        if let repeats, repeats < 1 { throw ValidationError("--repeat takes a number from 1 on") }
        for (option, patterns) in [
            ("filter", filter), ("filter-out", filterOut), ("pattern", pattern), ("exclude-pattern", excludePattern),
            ("tags", tags), ("exclude-tags", excludeTags),
        ] {
            do throws(LuaError) { _ = try LuaPatterns().matches("", patterns) } catch {
                throw ValidationError("--\(option) takes a Lua pattern: \(error.message)")
            }
        }
        let both = Set(Self.separated(tags)).intersection(Self.separated(excludeTags))
        if let tag = both.sorted().first { throw ValidationError("--tags and --exclude-tags both name \(tag)") }
    }

    /// The patterns and tags that were asked for, for messages.
    var words: String { (filter + filterOut.map { "not \($0)" } + tags + excludeTags).joined(separator: ", ") }

    /// The words of texts with commas between them.
    static func separated(_ texts: [String]) -> [String] {
        texts.flatMap { $0.split(separator: ",").map(String.init) }
    }
}

// MARK: Together with .busted

extension TestSelection {
    /// The project's settings: those of the file that was named, or of `.busted` where there is one.
    func settings(_ lua: LuaState.Options, exists: (String) -> Bool) throws -> BustedFile {
        let path = configFile ?? BustedFile.usualName
        if configFile == nil && run == nil && !exists(path) { return BustedFile() }
        return try BustedFile(path: path, task: run, lua: lua)
    }

    /// Which files are meant.
    func names(_ file: BustedFile) throws -> TestSearch.Names {
        var names = TestSearch.Names()
        names.wanted = pattern.isEmpty ? try file.list("pattern") ?? names.wanted : pattern
        names.unwanted = excludePattern.isEmpty ? try file.list("exclude-pattern") ?? [] : excludePattern
        names.isRecursive = try recursive ?? file.flag("recursive") ?? true
        return names
    }

    /// Which tests of a file are meant, and in which order they run.
    func choice(_ file: BustedFile, seed: Int) throws -> TestChoice {
        var choice = TestChoice()
        choice.filters = filter.isEmpty ? try file.list("filter") ?? [] : filter
        choice.filtersOut = filterOut.isEmpty ? try file.list("filter-out") ?? [] : filterOut
        choice.tags = tags.isEmpty ? try file.list("tags", separator: ",") ?? [] : Self.separated(tags)
        choice.excludedTags =
            excludeTags.isEmpty ? try file.list("exclude-tags", separator: ",") ?? [] : Self.separated(excludeTags)
        choice.isShuffled = try either(shuffleTests, shuffle, file, "shuffle-tests", "shuffle")
        choice.isSorted = try either(sortTests, sort, file, "sort-tests", "sort")
        choice.stopsAtFailure = try !(keepGoing ?? file.flag("keep-going") ?? true)
        choice.isLazy = try lazy ?? file.flag("lazy") ?? false
        choice.isListed = list
        choice.seed = seed
        return choice
    }

    /// Whether files run in an order that chance decides.
    func shufflesFiles(_ file: BustedFile) throws -> Bool {
        try either(shuffleFiles, shuffle, file, "shuffle-files", "shuffle")
    }

    /// Whether files run in the order of their names.
    func sortsFiles(_ file: BustedFile) throws -> Bool {
        try either(sortFiles, sort, file, "sort-files", "sort")
    }

    private func either(
        _ own: Bool?, _ both: Bool?, _ file: BustedFile, _ name: String, _ shared: String
    ) throws -> Bool {
        try own ?? both ?? file.flag(name) ?? file.flag(shared) ?? false
    }

    /// Where `require` looks beside the project, as busted does.
    func modulePaths(_ file: BustedFile) throws -> [String] {
        let own = lpath.isEmpty ? try file.list("lpath") ?? [] : lpath
        let paths = own.flatMap { $0.split(separator: ";").map(String.init) }
        let usual = own.isEmpty ? ["./src/?.lua", "./src/?/?.lua", "./src/?/init.lua"] : []
        return paths + usual + ["./?.lua", "./?/init.lua"]
    }
}
