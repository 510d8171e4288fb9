import CPHModel
import Schema
import Text

/// An endpoint that the cloud plays, and what carries it out.
struct Route: Sendable {
    /// The operation's name, as scripts and `RequestCounts` have it.
    let name: String
    let scope: FaultScope
    let method: String
    /// The path split at the slashes; `{name}` stands for any one segment.
    let segments: [Substring]
    let proof: Proof
    let carryOut: @Sendable (inout World, CloudRequest) -> Answer

    /// What a request has to bring to be carried out.
    enum Proof: Sendable {
        /// A signature, or a token of IAM.
        case any
        case signature
        /// Either or none: the route decides.
        case optional
        /// Nothing; what there is of headers is for the route to read.
        case none
    }

    /// An operation whose request is read, and whose answer is written, by their field tables.
    init<Request: Model, Response: Model>(
        _ operation: Operation<Request, Response>,
        _ play: @escaping @Sendable (inout World, Request) throws(Refusal) -> Response
    ) {
        let service = operation.service
        self.init(operation.name, FaultScope(operation), operation.method, operation.path) { world, request in
            do throws(Refusal) {
                let response = try play(&world, try request.read(as: Request.self, for: service))
                return Response.fields.isEmpty ? world.noContent : world.answer(200, response.value)
            } catch {
                return world.answer(error, from: service)
            }
        }
    }

    /// An operation that reads and answers by itself.
    init<Op: APIOperation>(
        raw operation: Op, _ carryOut: @escaping @Sendable (inout World, CloudRequest) -> Answer
    ) {
        self.init(operation.name, FaultScope(operation), operation.method, operation.path, carryOut)
    }

    init(
        _ name: String, _ scope: FaultScope, _ method: HTTPMethod, _ path: String, proof: Proof = .any,
        _ carryOut: @escaping @Sendable (inout World, CloudRequest) -> Answer
    ) {
        (self.name, self.scope, self.method) = (name, scope, method.rawValue)
        (segments, self.proof, self.carryOut) = (path.split(separator: "/"), proof, carryOut)
    }

    /// The route for a request line, with what its path and query say; nil when there is none.
    static func request(method: String, target: String, body: [UInt8]) -> CloudRequest? {
        let path = target.prefix { $0 != "?" }
        let segments = path.split(separator: "/").map { PercentEncoding.decoded($0) }
        for route in bySize["\(method) \(segments.count)"] ?? [] {
            guard let parameters = route.parameters(in: segments) else { continue }
            let query = queryItems(target.dropFirst(path.count + 1))
            return CloudRequest(route: route, parameters: parameters, query: query, body: body)
        }
        return nil
    }

    /// The routes by method and number of segments, so that a request is compared with a few only. Paths without
    /// placeholders come first: a segment that is written out takes precedence.
    private static let bySize: [String: [Route]] = {
        let sorted = all.sorted { $0.placeholders < $1.placeholders }
        return Dictionary(grouping: sorted) { "\($0.method) \($0.segments.count)" }
    }()

    private var placeholders: Int { segments.count { $0.hasPrefix("{") } }

    private func parameters(in path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (expected, actual) in zip(segments, path) {
            if expected.hasPrefix("{") {
                parameters[String(expected.dropFirst().dropLast())] = actual
            } else if expected != actual {
                return nil
            }
        }
        return parameters
    }

    private static func queryItems(_ text: Substring) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let name = pair.prefix { $0 != "=" }
            return (PercentEncoding.decoded(name), PercentEncoding.decoded(pair.dropFirst(name.count + 1)))
        }
    }
}
