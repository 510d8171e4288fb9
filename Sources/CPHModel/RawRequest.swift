public import Schema
import Text

/// A call to any service of the cloud that has no model here. Source: the paths are those of Huawei's API pages.
public struct RawRequest: Model {
    public var method = RawMethod.get
    public var service = ""
    public var path = ""
    public var query: Value?
    public var body: Value?

    public init() {}

    public static let name = "RawRequest"
    public static let doc = "A signed call to any service of the cloud."

    public static let fields: [Field<RawRequest>] = [
        Field("method", \.method, doc: "GET reads; everything else passes the money gate"),
        Field("service", \.service, .service, doc: "Service, as its endpoint is called: ecs, vpc, evs, cph and others"),
        Field("path", \.path, .path, doc: "Path in its canonical form; {project_id} is filled in"),
        Field("query", \.query, .scalars, default: "none", doc: "Query: texts, numbers, true, false, or lists of them"),
        Field("body", \.body, default: "none", doc: "Body, sent as JSON"),
    ]
}

public enum RawMethod: String, Choice {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
    case patch = "PATCH"

    public var meaning: String {
        switch self {
        case .get: "reads"
        case .post: "makes or does something"
        case .put, .patch: "changes something"
        case .delete: "takes something away"
        }
    }
}

/// What a call without a model brought.
public struct RawAnswer: Model {
    public var status = 0
    public var requestID: String?
    public var body: Value?

    public init() {}

    public static let name = "RawAnswer"
    public static let doc = "The answer to a call without a model."

    public static let fields: [Field<RawAnswer>] = [
        Field("status", \.status, doc: "HTTP status, 200 to 299"),
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("body", \.body, doc: "Body: a table when it is JSON, otherwise a text; absent when it is empty"),
    ]
}

extension CloudPhoneAPI {
    /// Sends `request` as it is.
    ///
    /// - Throws: `CPHError` for an answer that is no success, and of kind `argument` for a purchase, which has its own
    ///   function: the ledger must know it.
    public func perform(_ request: RawRequest) async throws(CPHError) -> RawAnswer {
        let call = try request.call
        let reading = CallOutcome(operation: call.operation, effect: call.effect)
        let (answer, body) = try reading.success(in: try await exchange(call))
        var result = RawAnswer()
        result.status = answer.status
        result.requestID = answer.header("X-Request-Id") ?? body?.members?["request_id"]?.text
        // In a ternary `nil` would be JSON's null.
        if !answer.body.isEmpty { result.body = body ?? .string(String(decoding: answer.body, as: UTF8.self)) }
        return result
    }
}

extension RawRequest {
    /// The call, with the effect of the operation that has this path, if there is one.
    var call: APICall {
        get throws(CPHError) {
            guard let service = Service(rawValue: service), let method = HTTPMethod(rawValue: method.rawValue) else {
                throw CPHError(.argument, "\(quoted(self.service)) is no service", operation: Self.operation)
            }
            let known = Operations.all.first {
                $0.service == service && $0.method == method && Self.segments($0.path).matches(segments)
            }
            if let refusal = refusal(known, method) { throw refusal }
            return APICall(
                operation: known?.name ?? Self.operation, doc: known?.doc, service: service, method: method,
                effect: known?.effect ?? (method == .get ? .read : .unknown), path: path, query: queryItems,
                body: try bytes, request: self, subjects: try subjects(of: known))
        }
    }

    /// What the call of an operation that has a model is done to. What that model can't read can't be counted either.
    private func subjects(of operation: (any APIOperation)?) throws(CPHError) -> [String] {
        guard let operation, operation.effect != .read else { return [] }
        return try subjects(of: operation)
    }

    private func subjects<Op: APIOperation>(of operation: Op) throws(CPHError) -> [String] {
        var members = body?.members ?? [:]
        for (pattern, segment) in zip(Self.segments(operation.path), segments) where pattern.hasPrefix("{") {
            let name = String(pattern.dropFirst().dropLast())
            if name != "project_id" { members[name] = .string(String(segment)) }
        }
        let (request, problems) = Op.Request.salvage(.object(members))
        guard problems.isEmpty else {
            var error = CPHError(problems, model: Op.Request.name, operation: Self.operation)
            error.message = "this is \(operation.name), and its request can't be read; nothing was sent"
            error.hint = "use cph.api.\(operation.name)"
            throw error
        }
        return (request as? any ChangeRequest)?.subjects ?? []
    }

    private static let operation = "request"

    private var bytes: [UInt8]? {
        get throws(CPHError) {
            guard let body else { return nil }
            if method == .get {
                throw CPHError(.argument, "a GET has no body", hint: "use query", operation: Self.operation)
            }
            // Lua writes an empty object as it writes an empty list, and services take objects.
            return Array((body.members.map(Value.object) ?? body).json().utf8)
        }
    }

    private var queryItems: [APICall.QueryItem] {
        (query?.members ?? [:]).flatMap { name, value in
            (value.items ?? [value]).map { APICall.QueryItem(name, $0.text ?? $0.json()) }
        }
    }

    private var segments: [Substring] { Self.segments(path) }

    /// A canonical path has one spelling, so that comparing segments is comparing calls.
    private static func segments(_ path: String) -> [Substring] { path.split(separator: "/") }

    /// Whether it is one of those calls of IAM and STS whose answers are secrets.
    private var givesSecrets: Bool {
        let path = "/" + segments.joined(separator: "/").lowercased()
        return path.hasSuffix("/auth/tokens") || path.contains("/os-credential/") || path.contains("/os-auth/")
            || path.contains("/agencies/assume") || path.hasSuffix("/access-keys")
    }

    /// Why a call is not sent at all: it buys, or it may buy, or what it gives is a secret. Calls that buy are POSTs below `cloud-phone`, in every version
    /// and whatever the letters' case is to whoever routes them.
    private func refusal(_ known: (any APIOperation)?, _ method: HTTPMethod) -> CPHError? {
        if known?.effect == .purchase {
            return CPHError(
                .argument, "this buys servers, which the ledger must record",
                hint: known.map { "use cph.api.\($0.name)" }, operation: Self.operation)
        }
        if method != .get, ["iam", "sts"].contains(service), givesSecrets {
            return CPHError(
                .denied,
                "\(method.rawValue) \(quoted(path)) of \(service) gives out keys or tokens, which a script does not see",
                hint: "agencies are entered with --assume AGENCY@ACCOUNT", operation: Self.operation)
        }
        let isBelow = segments.contains { $0.lowercased() == "cloud-phone" }
        guard known == nil, method == .post, isBelow else { return nil }
        return CPHError(
            .argument,
            "\(method.rawValue) \(quoted(path)) of \(service) may buy servers, and cph does not know it; nothing was sent",
            hint:
                "POSTs to Cloud Phone go out only as functions of cph.api, of which cph knows what they cost: cph doc cph.api; "
                + "servers are bought with cph.api.\(Operations.createServer.name)", operation: Self.operation)
    }
}

extension [Substring] {
    /// Whether `path` is this pattern with something in place of each `{name}`.
    fileprivate func matches(_ path: [Substring]) -> Bool {
        count == path.count && zip(self, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}

extension Rule where V == String {
    fileprivate static var service: Rule {
        Rule(.pattern, "must be 1 to 32 lower-case letters, digits and -") {
            Service(rawValue: $0) == nil ? "is \(quoted($0))" : nil
        }
    }

    /// A path that no server on the way reads as another one: what normalises paths decodes `%XX`, cuts `;` and what
    /// follows it, joins slashes and resolves dots, and finds none of them here.
    fileprivate static var path: Rule {
        Rule(
            .pattern,
            "must be / and segments of letters, digits and -._~ with a / between two, such as /v1/{project_id}/cloudservers"
        ) { path in
            let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            let isCanonical = segments.allSatisfy { $0 == "{project_id}" || PercentEncoding.isCanonicalSegment($0) }
            // The project is filled in once (`APICall.path(projectID:)`); a second placeholder would be sent as it is.
            let hasOneProject = segments.filter { $0 == "{project_id}" }.count <= 1
            // Between the slash and the end of `/` there is no segment, not an empty one.
            let isPath = path == "/" || (path.hasPrefix("/") && isCanonical && hasOneProject)
            return isPath ? nil : "is \(quoted(path))"
        }
    }
}

extension Rule where V == Value {
    fileprivate static var scalars: Rule {
        Rule(.type, "must be a table of texts, numbers, true, false, or lists of them") { value in
            guard let members = value.members else { return "is \(value.kind)" }
            let odd = members.first { !($0.value.items ?? [$0.value]).allSatisfy(\.isScalar) }
            return odd.map { "has \($0.value.kind) as \(quoted($0.key))" }
        }
    }
}

extension Value {
    fileprivate var isScalar: Bool {
        switch self {
        case .bool, .int, .number, .string: true
        case .null, .list, .object, .foreign: false
        }
    }
}
