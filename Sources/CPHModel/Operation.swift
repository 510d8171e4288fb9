public import Schema
import Text

/// One endpoint: what scripts call it, where it is, what goes in and what comes out.
///
/// What the types must be stands at the extension: here the program would look it up for each operation when it starts.
public struct Operation<Request, Response>: Sendable {
    public let name: String
    public let service: Service
    public let method: HTTPMethod
    /// Names in braces are filled from the request's fields, `{project_id}` by the sender.
    public let path: String
    public let effect: Effect
    public let doc: String

}

extension Operation: APIOperation where Request: Model, Response: Model {
    init(_ name: String, _ service: Service, _ method: HTTPMethod, _ path: String, _ effect: Effect, doc: String) {
        (self.name, self.service, self.method, self.path) = (name, service, method, path)
        (self.effect, self.doc) = (effect, doc)
    }

}

/// An operation whose request and response types are not known to the holder.
public protocol APIOperation: Sendable {
    associatedtype Request: Model
    associatedtype Response: Model
    var name: String { get }
    var service: Service { get }
    var method: HTTPMethod { get }
    var path: String { get }
    var effect: Effect { get }
    var doc: String { get }
}

extension APIOperation {
    /// The call for a request. What the path names goes there; the rest goes into the query of a GET and into the body of
    /// everything else.
    public func call(_ request: Request) -> APICall {
        var rest = request.value.members ?? [:]
        var path = ""
        for part in self.path.split(separator: "{", omittingEmptySubsequences: false) {
            guard let end = part.firstIndex(of: "}") else {
                path += part
                continue
            }
            let name = String(part[..<end])
            if let value = rest[name] {
                path += PercentEncoding.encoded(text(of: value))
                rest[name] = nil
            } else {
                path += "{\(name)}"
            }
            path += part[part.index(after: end)...]
        }
        let query = method == .get ? rest.flatMap { queryItems($0.key, $0.value) } : []
        let isBare = method == .get || (method == .delete && rest.isEmpty)
        let body = isBare ? nil : Array(Value.object(rest).json().utf8)
        // Looking for a conformance takes longer than all of the above when it is the first time for a type.
        let change = effect == .read ? nil : request as? any ChangeRequest
        return APICall(
            operation: name, doc: doc, service: service, method: method, effect: effect, path: path, query: query,
            body: body, request: request, subjects: change?.subjects ?? [])
    }
}

/// One item, or one for each element of a list: queries repeat a name, as Huawei's SDK does.
private func queryItems(_ name: String, _ value: Value) -> [APICall.QueryItem] {
    guard case .list(let elements) = value else { return [APICall.QueryItem(name, text(of: value))] }
    return elements.map { APICall.QueryItem(name, text(of: $0)) }
}

/// A scalar as a query or a path carries it.
private func text(of value: Value) -> String { value.text ?? value.json() }
