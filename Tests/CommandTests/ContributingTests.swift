import TestSupport
import Testing

/// `CONTRIBUTING.md` shows changes as diffs; `scripts/test --long contributing` also builds them.
@Suite(.ownThreads)
struct ContributingTests {
    private static let diffs: [String] = {
        let text = (try? Repository.text("CONTRIBUTING.md")) ?? ""
        return text.split(separator: "```diff\n", omittingEmptySubsequences: false).dropFirst().map { part in
            // A line that a diff adds may begin with backticks.
            part.split(separator: "\n```", omittingEmptySubsequences: false)[0] + "\n"
        }
    }()

    @Test func `shows a field, an operation and a module`() {
        #expect(Self.diffs.count == 3)
    }

    @Test(arguments: diffs)
    func `each diff applies to the code as it is`(diff: String) throws {
        let check = ["-C", Repository.root, "apply", "--check", "-"]
        let outcome = try RunningCommand("/usr/bin/git", check, input: diff).wait()
        #expect(outcome.status == 0, "\(outcome.error)")
    }
}
