import Files
import LuaKit
import Session

/// What a run of `cph test` is about: files in their order, and how the tests in them are run.
struct TestPlan {
    /// The test files, in the order in which they run.
    var files: [String]
    /// How often they run.
    var repeats: Int
    var options = TestOptions()
    /// Whether the project wants to know which lines were run.
    var hasCoverage: Bool
    /// The seed, where chance decides anything.
    var seed: Int?

    /// Puts options over the settings of `.busted`.
    ///
    /// - Throws: `BustedFileError` or `LuaError` when the settings are not right.
    init(_ selection: TestSelection, _ file: BustedFile, _ paths: [String]) throws {
        let seed = try selection.seed ?? file.integer("seed") ?? Int.random(in: 1...Int(Int32.max))
        options.choice = try selection.choice(file, seed: seed)
        options.modulePaths = try selection.modulePaths(file)
        options.helper = try selection.helper ?? file.text("helper")
        options.helperArguments =
            selection.helperArguments.isEmpty
            ? try file.list("Xhelper", separator: ",") ?? [] : TestSelection.separated(selection.helperArguments)
        repeats = max(1, try selection.repeats ?? file.integer("repeat") ?? 1)
        hasCoverage = try file.flag("coverage") ?? false
        let roots = paths.isEmpty ? try file.list("ROOT") ?? [] : paths
        files = try TestSearch.find(roots, selection.names(file))
        let isShuffled = try selection.shufflesFiles(file)
        if try selection.sortsFiles(file) {
            files.sort()
        } else if isShuffled {
            files = try LuaPatterns().shuffled(files, seed: seed)
        }
        self.seed = isShuffled || options.choice.isShuffled ? seed : nil
    }

    /// The Lua that tests may start: `lua5.4` or `lua` where there is one, else this program.
    static var interpreter: String {
        let folders = (Environment["PATH"] ?? "").split(separator: ":")
        let names = ["lua5.4", "lua"]
        return names.first { name in folders.contains { Files.isFile("\($0)/\(name)") } } ?? Files.real(
            "/proc/self/exe")
            ?? "cph"
    }
}
