import Files

// What `:edit` starts: $VISUAL, else $EDITOR, else vi.
extension ProcessHost {
    func edit(_ text: String) -> String? {
        let before = Array("\(text)\n".utf8)
        guard let path = try? Files.makeTemporaryFile("/tmp/cph-edit-", suffix: ".lua", before) else { return nil }
        defer { Files.remove(path) }
        guard runEditor(path), let edited = try? Files.read(path), edited != before else { return nil }
        return String(decoding: edited, as: UTF8.self)
    }

    private func runEditor(_ path: String) -> Bool {
        let editor = Environment["VISUAL"] ?? Environment["EDITOR"] ?? "vi"
        showTyping(true)
        defer { showTyping(false) }
        return (try? Subprocess("/bin/sh", ["-c", editor + " \"$1\"", "sh", path]).runOnTerminal()) == 0
    }
}
