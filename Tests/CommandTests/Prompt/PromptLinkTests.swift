import TestSupport
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

    /// As when a line is stopped while it waits, and the next one begins to.
    @Test func `of two that wait, the one that is cancelled ends, and the other with the next event`() async {
        let link = PromptLink()
        for _ in 0..<50 {
            let (first, second) = (Task { await link.wait() }, Task { await link.wait() })
            first.cancel()
            await first.value
            link.post(.read(.cancelled))
            await second.value
            #expect(link.takeEvent() != nil)
        }
    }
}
