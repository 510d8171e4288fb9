public import Schema
import Text

/// Why a call did not give what was asked for. Scripts see it as the error they catch.
public struct CPHError: Error, Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// The request breaks a limit; nothing was sent.
        case argument
        /// A limit, an approval or a capability forbids it; nothing was sent.
        case denied
        /// The service refused the request.
        case api
        /// There was no connection, or it broke.
        case network
        case timeout
        case cancelled
        /// The request was sent, and its outcome is not known.
        case inDoubt = "in_doubt"
        /// A part of what was asked for was bought.
        case partial
        /// The ledger could not be written or read.
        case ledger
    }

    public let kind: Kind
    /// The service's code, or that of a problem; nil where the kind says enough.
    public var code: String?
    public var message: String
    /// What to do about it.
    public var hint: String?
    public var problems: [Problem] = []
    public var operation: String?
    public var requestID: String?
    public var httpStatus: Int?
    /// Whether the same call may succeed later without a change. Never true of a purchase that may have been made.
    public var isRetryable = false
    /// Whether the service may have done what was asked.
    public var maybeDone = false
    /// What was bought although the call failed; nil where nothing is known to be.
    public var result: CreateServerResponse?

    /// - Parameters:
    ///   - code: A stable word that scripts may compare; nil where the kind says enough.
    ///   - maybeDone: Whether the service may have done what was asked.
    public init(
        _ kind: Kind, code: String? = nil, _ message: String, hint: String? = nil, operation: String? = nil,
        maybeDone: Bool = false, result: CreateServerResponse? = nil
    ) {
        (self.kind, self.code, self.message, self.hint) = (kind, code, message, hint)
        (self.operation, self.maybeDone, self.result) = (operation, maybeDone, result)
    }

    /// The code of an error about the chosen credentials: they could not be had, and nothing was sent with them.
    public static let credentialsCode = "credentials"

    /// Whether the chosen credentials could not be had.
    public var isOfCredentials: Bool { code == Self.credentialsCode }

    /// Describes a request that was not sent because of `problems`.
    public init(_ problems: [Problem], model: String, operation: String? = nil) {
        let errors = problems.filter { $0.severity == .error }
        self.init(.argument, "\(counted(errors.count, "problem")) in \(model); nothing was sent")
        self.operation = operation
        self.problems = problems
        code = errors.first?.code.rawValue
    }

    /// Describes an error of the service, in its words and with our hint.
    public init(_ kind: Kind, _ fault: ServiceFault, operation: String) {
        let entry = ErrorCatalog.entry(fault.code)
        let missing = Permissions.isMissing(fault) ? Permissions.action(for: operation) : nil
        self.init(
            kind, fault.message, hint: missing.map { "grant \($0) to the user" } ?? entry?.hint, operation: operation)
        code = fault.code
        requestID = fault.requestID
        httpStatus = fault.status
        isRetryable = entry?.isRetryable ?? (fault.status >= 500 || fault.status == 429)
    }

    /// A call that never left this machine, or a read that failed on the way.
    init(_ failure: TransportFailure, operation: String) {
        let kind: Kind =
            switch failure.kind {
            case .timeout: .timeout
            case .cancelled: .cancelled
            case .resolve, .connect, .tls, .broken, .tooLarge, .notHTTP, .unavailable: .network
            }
        self.init(kind, failure.message, operation: operation)
        if failure.kind == .tls {
            hint = "if an authority of your own vouches for it: --ca-file FILE; cph doctor looks at the connection"
        }
        if failure.message.contains("407") {
            hint =
                "the proxy wants to know who asks: --proxy http://USER:PASSWORD@HOST:PORT, with %XX for signs such as @"
        }
        // A certificate stays untrusted, and a CA file broken, however often one asks.
        isRetryable = ![.cancelled, .tls, .unavailable].contains(failure.kind)
    }
}

extension CPHError: CustomStringConvertible {
    /// What an operator needs to read: kind, operation, code, words, every problem, hint, request. The start of a long
    /// message, such as a page of HTML in an answer, for the hint to stay on the screen; `message` has all of it.
    public var description: String {
        // Nobody denied what was never asked for.
        var text = isOfCredentials ? "setup error" : kind.rawValue.replacing("_", with: " ") + " error"
        if let operation { text += " in \(operation)" }
        text += ": "
        let words = shownMessage
        text += shownCode.map { $0.isWord ? "\(words) (\($0))" : "\($0) \(words)" } ?? words
        for problem in problems { text += "\n  \(problem)" }
        if let orderID = result?.orderID { text += "\n  order \(cleaned(orderID))" }
        if let ids = result?.serverIDs, !ids.isEmpty {
            text += "\n  servers \(ids.map { cleaned($0) }.joined(separator: ", "))"
        }
        if let hint { text += "\n  hint: \(hint)" }
        if let requestID { text += "\n  request \(cleaned(requestID))" }
        return text
    }
}

extension CPHError {
    private static let mostShown = 4096  // characters of a message

    private var shownMessage: String {
        guard message.utf8.count > Self.mostShown, message.count > Self.mostShown else { return message }
        return "\(message.prefix(Self.mostShown))… (the first \(Self.mostShown) of \(message.count) characters)"
    }

    /// The code, unless the rest of the text says it.
    private var shownCode: String? {
        guard let code, problems.isEmpty, !isOfCredentials, code != kind.rawValue,
            !(code.isWord && message.contains(code))
        else {
            return nil
        }
        return code
    }
}

extension String {
    /// A code of this program or of a script, such as `locked`; those of the service have capitals or digits, and people
    /// look them up.
    fileprivate var isWord: Bool { utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F } }

    fileprivate func replacing(_ character: Character, with other: Character) -> String {
        String(map { $0 == character ? other : $0 })
    }
}
