import Dispatch
import Prompt
import Synchronization
import Terminal

/// Connects two threads: the one that edits lines, and Lua's own, which answers what the editor asks about the language
/// and runs jobs meanwhile.
final class PromptLink: Sendable {
    enum Question: Sendable {
        case completeness(String)
        case completion(String, cursor: Int)
        case hint(String)
    }

    enum Answer: Sendable {
        /// The text is complete if this is nil; otherwise it is the next line's indentation.
        case completeness(String?)
        case completion(PromptCompletion?)
        case hint(String?)
    }

    enum Event: Sendable {
        case read(LineResult)
        case asked(Question, AnswerBox)
        /// A job has something to say.
        case news
    }

    private struct State {
        var events: [Event] = []
        /// Those who wait for an event. A line that was stopped may still wait for a moment when the next one begins to.
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var waits = 0
        var prompt: LinePrompt?
        var canceller: Waker?
        var hidesTyping = false
        /// Whether a job may keep Lua from answering.
        var hasJobs = false
    }

    /// How long an answer is waited for while jobs run: one that computes lets nobody else have Lua's thread.
    private let patience: Duration
    private let state = Mutex(State())
    private let wanted = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    init(patience: Duration = .milliseconds(300)) { self.patience = patience }

    // MARK: Lua's side

    /// Says whether jobs run besides the prompt. Without one, each question gets its answer.
    func note(hasJobs: Bool) { state.withLock { $0.hasJobs = hasJobs } }

    /// Asks the editor for a line.
    func request(_ prompt: LinePrompt) {
        state.withLock { $0.prompt = prompt }
        wanted.signal()
    }

    /// Ends the editor's thread, which waits for the next request, and returns when the terminal is given back.
    func close() {
        state.withLock { $0.prompt = nil }
        wanted.signal()
        ended.wait()
    }

    /// Whether the terminal shows no `^C` for a Ctrl-C that stops what runs.
    var hidesTyping: Bool { state.withLock { $0.hidesTyping } }

    /// Drops what is being typed, where Ctrl-C is a signal and no key.
    func cancelLine() { state.withLock { $0.canceller }?.wake() }

    /// Returns when there is an event, or the task is cancelled.
    func wait() async {
        let number = state.withLock { state in
            state.waits += 1
            return state.waits
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if !state.events.isEmpty || Task.isCancelled { return true }
                    state.waiters[number] = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
    }

    func takeEvent() -> Event? {
        state.withLock { $0.events.isEmpty ? nil : $0.events.removeFirst() }
    }

    // MARK: The editor's side

    func edits(with source: any LineSource) {
        let (canceller, hidesTyping) = (source.canceller, source.hidesTyping)
        state.withLock { ($0.canceller, $0.hidesTyping) = (canceller, hidesTyping) }
    }

    /// Says that the editor has ended, and the terminal is as it was found.
    func end() { ended.signal() }

    /// Waits until a line is wanted; nil when none will be any more.
    func nextRequest() -> LinePrompt? {
        wanted.wait()
        return state.withLock { $0.prompt }
    }

    func post(_ event: Event) {
        let waiters = state.withLock { state in
            state.events.append(event)
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Asks Lua's thread a question of the editor's; nil when Lua is busy with a job, because typing must not wait for
    /// it.
    func ask(_ question: Question) -> Answer? {
        let box = AnswerBox()
        post(.asked(question, box))
        return box.wait(state.withLock(\.hasJobs) ? patience : nil)
    }

    /// Whether Lua's thread waits for an event.
    var isAttended: Bool { state.withLock { !$0.waiters.isEmpty } }
}

/// Where the answer to a question is put.
final class AnswerBox: Sendable {
    private let answer = Mutex<PromptLink.Answer?>(nil)
    private let isAnswered = DispatchSemaphore(value: 0)

    func put(_ value: PromptLink.Answer) {
        answer.withLock { $0 = value }
        isAnswered.signal()
    }

    /// Returns the answer, or nil when there is none within `patience`; without one it waits for as long as it takes.
    func wait(_ patience: Duration?) -> PromptLink.Answer? {
        let end = patience.map { DispatchTime.now() + .milliseconds(Int($0 / .milliseconds(1))) }
        _ = isAnswered.wait(timeout: end ?? .distantFuture)
        return answer.withLock { $0 }
    }
}
