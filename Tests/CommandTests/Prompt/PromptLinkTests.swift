import Testing

@testable import cph

/// What passes between the thread that edits lines and Lua's.
@Suite(.ownThreads)
struct PromptLinkTests {
    @Test func `an answer is waited for where no job runs, and for no longer than patience lasts where one does`() {
        let link = PromptLink(patience: .zero)
        Task {
            await link.wait()
            if case .asked(_, let box)? = link.takeEvent() { box.put(.hint("count: integer")) }
        }
        guard case .hint("count: integer")? = link.ask(.hint("f(")) else {
            Issue.record("nobody waited for the answer")
            return
        }
        link.note(hasJobs: true)
        #expect(link.ask(.hint("f(")).map { _ in true } == nil)
    }
}
