public import Schema

/// What answers calls: the service over HTTPS, the emulated cloud in memory, or a layer in front of another.
///
/// One method carries every call, so that a layer in between sees the raw exchange: it can record what came back before
/// anyone tries to understand it.
public protocol CloudPhoneAPI: Sendable {
    /// Sends `call` and returns what came of it, whatever it was.
    ///
    /// - Throws: `CPHError` when nothing was sent for a reason that is not the network's: no credentials, no project, a
    ///   refusal by a layer in between.
    func exchange(_ call: APICall) async throws(CPHError) -> Exchange
}

/// A `CloudPhoneAPI` in front of another. The layers that a call passes are drawn in `Sources/README.md`; a test goes from one
/// to the next and compares.
public protocol APILayer: CloudPhoneAPI {
    /// What answers `call` where this layer does not answer it itself.
    ///
    /// - Throws: `CPHError` when what stands behind can't be opened; nothing was sent then.
    func next(for call: APICall) async throws(CPHError) -> any CloudPhoneAPI
}

/// One call, ready to send but for the project id, the credentials and the date, which are the sender's. It carries what it
/// means beside the bytes that were made from it, so that no layer has to read the bytes again.
public struct APICall: Sendable {
    public let operation: String
    /// What the operation does, in one sentence; method and path where it has no model.
    public let doc: String
    public let service: Service
    public let method: HTTPMethod
    public let effect: Effect
    /// With `{project_id}` where the project id belongs; everything else is percent-encoded.
    public let path: String
    public let query: [QueryItem]
    /// JSON text in UTF-8, or nil for a call without a body.
    public let body: [UInt8]?
    /// What path, query and body were made from: the operation's request, or a `RawRequest`. Nil for a call that was put
    /// together by hand; nothing that buys gets through the ledger without one.
    public let request: (any Model)?
    /// The ids of what the call changes or pays, each once, in the order of the request.
    public let subjects: [String]

    /// Until when its first byte may leave, in milliseconds since the machine started, the time that it slept included; nil for
    /// whenever. A run that stood still for longer does not send: somebody else may do its work by now.
    public var startsBefore: Int?

    /// What is bought; nil for a call that buys nothing.
    public let purchase: (any PurchaseRequest)?

    public struct QueryItem: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    public init(
        operation: String, doc: String? = nil, service: Service, method: HTTPMethod, effect: Effect, path: String,
        query: [QueryItem] = [], body: [UInt8]? = nil, request: (any Model)? = nil, subjects: [String] = []
    ) {
        (self.operation, self.service, self.method, self.effect) = (operation, service, method, effect)
        (self.path, self.query, self.body, self.request) = (path, query, body, request)
        purchase = effect == .purchase ? request.flatMap { Self.purchase($0) } : nil
        self.doc = doc ?? "\(method.rawValue) \(path)"
        var seen: Set<String> = []
        self.subjects = subjects.filter { seen.insert($0).inserted }
    }

    /// Looks for the conformance once, and in a model of known type: an `any Model` is asked for its own first, which goes
    /// through all conformances of the program each time.
    private static func purchase(_ request: some Model) -> (any PurchaseRequest)? { request as? any PurchaseRequest }

    public func path(projectID: String) -> String {
        guard let start = placeholder else { return path }
        let (bytes, length) = (path.utf8, Self.projectPlaceholder.utf8.count)
        let end = bytes.index(start, offsetBy: length)
        return String(path[..<start]) + projectID + String(path[end...])
    }

    public var needsProject: Bool { placeholder != nil }

    /// Where the placeholder starts, found byte by byte: this runs for every call.
    private var placeholder: String.Index? {
        let bytes = path.utf8
        return bytes.indices.first {
            bytes[$0] == UInt8(ascii: "{") && bytes[$0...].starts(with: Self.projectPlaceholder.utf8)
        }
    }

    private static let projectPlaceholder = "{project_id}"
}

public enum HTTPMethod: String, CaseIterable, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
    case patch = "PATCH"
}

/// What a call does to the account, which decides whether it may be repeated and who must agree.
public enum Effect: String, CaseIterable, Sendable {
    /// Changes nothing; may be repeated at will.
    case read
    /// Changes something, but orders nothing.
    case change
    /// Buys servers, once per name.
    case purchase
    /// Pays or renews what was ordered, or orders a change that costs money.
    case payment
    /// No read, and no operation that has a model: it may do any of the above.
    case unknown
}
