import Text

extension FaultKind {
    /// What a fault takes before the colon of its specification.
    enum Argument: Sendable {
        case none
        /// `200ms`, or `100ms-2s` for a random one of that range.
        case delay
        /// A duration for `Retry-After`; optional.
        case retryAfter
        /// An error code of the service.
        case code
        /// An HTTP status for a redirect; optional.
        case redirect
        /// Exactly this word.
        case word(String)
    }

    /// The argument that was read.
    struct Given: Sendable {
        /// The range of the delay, in milliseconds.
        var delay = 0...0
        /// What `Retry-After` says, in seconds; nil for no such header.
        var retryAfter: Int?
        var code = ""
        var status = 302
    }
}

extension FaultKind.Argument {
    var isNeeded: Bool {
        switch self {
        case .delay, .code, .word: true
        case .none, .retryAfter, .redirect: false
        }
    }

    /// Reads `text`; nil when it is no such argument.
    func given(_ text: Substring) -> FaultKind.Given? {
        var given = FaultKind.Given()
        switch self {
        case .none: return nil
        case .delay:
            guard let delay = delayRange(text) else { return nil }
            given.delay = delay
        case .retryAfter:
            guard let delay = Duration(text: text)?.milliseconds, delay >= 1000 else { return nil }
            given.retryAfter = delay / 1000
        case .code:
            guard text.contains(where: \.isLetter), !text.contains(where: \.isWhitespace) else { return nil }
            given.code = String(text)
        case .redirect:
            guard let status = Int(text), [301, 302, 303, 307, 308].contains(status) else { return nil }
            given.status = status
        case .word(let word):
            guard text == word else { return nil }
        }
        return given
    }

    /// What to write there, for messages.
    var demand: String {
        let chances = FaultPlan.Chance.demand
        return switch self {
        case .none: "takes \(chances)"
        case .delay: "needs a duration such as 200ms, 30s or 1s-3s"
        case .retryAfter: "takes \(chances); before that, if anything, a duration from 1s on and a colon"
        case .code: "needs an error code such as CPS.0003"
        case .redirect: "takes \(chances); before that, if anything, 301, 302, 303, 307 or 308 and a colon"
        case .word(let word): "takes \(word)"
        }
    }
}

/// `200ms` or `100ms-2s`, in milliseconds.
private func delayRange(_ text: Substring) -> ClosedRange<Int>? {
    let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map {
        Duration(text: $0)?.milliseconds
    }
    guard let low = ends[0], let high = ends[ends.count - 1], low <= high else { return nil }
    return low...high
}
