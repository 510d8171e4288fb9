import CPHModel
import Emulator
import LuaKit
import Prompt
import Session
import Testing

/// What the prompt is hosted by in tests.
final class TestHost: PromptHost {
    var surroundings: String { ["embedded cloud", profile, region].compactMap(\.self).joined(separator: ", ") }
    var profile: String?
    var region: String?
    var isDryRun = false
    var history: [String] = []
    var regions: [String] { ["cn-east-3", "cn-north-4"] }
    var profiles: [String] { ["prod", "test"] }
    var purchases = PromptPurchases()
    /// What the next line is told of its purchases.
    var nextPurchases = PromptPurchases()
    var edited: String?
    var printed: [String] = []
    /// Each time typing was shown, or hidden again.
    var typing: [Bool] = []

    func use(profile: String?, region: String?) -> String? {
        (self.profile, self.region) = (profile ?? self.profile, region ?? self.region)
        return nil
    }

    var columns: Int?

    func showTyping(_ isShown: Bool) { typing.append(isShown) }
    func output(_ text: String) { printed.append(text) }
    func edit(_ text: String) -> String? { edited }
    let pendingAnswers: (@Sendable () async -> Void)? = nil
    func beginLine() { (purchases, nextPurchases) = (nextPurchases, PromptPurchases()) }
}

/// A prompt on an embedded cloud, without a terminal.
struct TestPrompt {
    let prompt: Prompt
    let host: TestHost

    /// - Parameter prompt: One that a `TestHost` hosts.
    init(_ prompt: Prompt, _ host: TestHost) { (self.prompt, self.host) = (prompt, host) }

    init() throws {
        host = TestHost()
        var options = LuaState.Options()
        options.strictGlobals = false
        options.clock = LuaVirtualClock()
        let cloud = try EmulatedCloud(EmulatedCloud.Configuration(seed: 1))
        let live = AccountValues(cloud, patience: nil) { .zero }
        let session = try Session(live, version: "test", script: "cph", arguments: [], options: options)
        prompt = try Prompt(session, host: host, live: live) { .zero }
    }

    /// What the terminal would show for `line`.
    func feed(_ line: String) -> String {
        let reply = prompt.feed(line)
        let printed = host.printed
        host.printed = []
        let shown: [String] =
            switch reply {
            case .nothing: []
            case .needsMore: ["..."]
            case .shown(let text): [text.plain]
            case .failed(let text), .stopped(let text): [text]
            case .leave: ["(leaves)"]
            }
        return (printed + shown).joined(separator: "\n")
    }

    /// Runs the lines of a transcript that begin with `> ` and returns it with what the prompt really says. A line that
    /// ends in `⇥` shows what Tab offers there.
    func replay(_ transcript: String) -> String {
        let inputs = transcript.split(separator: "\n").filter { $0.hasPrefix("> ") }
        let parts = inputs.map { line in
            let text = String(line.dropFirst(2))
            let said = text.hasSuffix("⇥") ? offered(at: String(text.dropLast())) : feed(text)
            // The standard library's lines move.
            let output = said.replacing(/(stdlib\/\w+\/\w+\.lua:)\d+/) { "\($0.output.1)N" }
            return output.isEmpty ? String(line) : "\(line)\n\(output)"
        }
        return parts.joined(separator: "\n")
    }

    private func offered(at text: String) -> String {
        let candidates = prompt.complete(text, cursor: text.utf8.count)?.candidates ?? []
        return candidates.map { $0.explanation.isEmpty ? $0.display : "\($0.display)  \($0.explanation)" }
            .joined(separator: "\n")
    }

    /// The candidates that Tab offers at the end of `text`.
    func complete(_ text: String) -> [String] {
        prompt.complete(text, cursor: text.utf8.count)?.candidates.map(\.text) ?? []
    }

    func explanation(of candidate: String, in text: String) -> String? {
        prompt.complete(text, cursor: text.utf8.count)?.candidates.first { $0.text == candidate }?.explanation
    }
}
