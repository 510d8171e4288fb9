import Prompt
import Terminal

// The words of the line that is typed into, and of the greeting.
extension PromptLoop {
    var line: LinePrompt {
        LinePrompt("cph \(prompt.place.map { "\($0)" } ?? host.place)\(host.isDryRun ? " dry" : "")> ")
    }

    var greeting: String {
        if let place = prompt.place { return "cph.repl at \(place) · :help for help · Ctrl-D goes on with the script" }
        return "cph \(Root.version) · Lua 5.4 · \(host.surroundings.firstLine) · :help for help"
    }
}

extension String {
    fileprivate var firstLine: String { split(separator: "\n").first.map(String.init) ?? "" }
}

extension ConnectionOptions {
    /// What the prompt line calls the service: the account and the region, as far as they were named.
    var place: String {
        if usesEmulator { return "emulator" }
        let names = [profile ?? CPHVariable.profile.text, region ?? CPHVariable.region.text].compactMap(\.self)
        return names.isEmpty ? "cloud" : names.joined(separator: " ")
    }
}
