import TestSupport

/// An emulator's state file that goes away with the test.
final class TemporaryFile {
    private let folder: TemporaryFolder
    var path: String { "\(folder.path)/state.json" }

    init() throws { folder = try TemporaryFolder() }

    func removeFolder() { folder.remove("") }

    func write(_ text: String) throws { try folder.write("state.json", text) }

    func read() -> String { folder.text("state.json") ?? "" }
}
