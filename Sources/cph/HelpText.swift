/// What the parser writes as help, with each option once: it adds the `--version` of the program to every command, also where a
/// command has another option of that name.
func helpText(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.contains(where: { $0.hasPrefix("  --version <") }),
        let general = lines.lastIndex(where: { $0.hasPrefix("  --version") && !$0.hasPrefix("  --version <") })
    else {
        return text
    }
    // What it says may go on in the next lines.
    let end = lines[(general + 1)...].firstIndex { !$0.hasPrefix("   ") } ?? lines.endIndex
    return (lines[..<general] + lines[end...]).joined(separator: "\n")
}
