import Schema
import Text

/// An error as the service or the gateway in front of it tells it.
public struct ServiceFault: Hashable, Sendable {
    /// The HTTP status of the answer.
    public let status: Int
    /// The error's code, such as `CPS.0024` or `APIGW.0308`; the status as text where the answer has no code.
    public let code: String
    public let message: String
    public let requestID: String?

    public init(status: Int, code: String, message: String, requestID: String? = nil) {
        (self.status, self.code, self.message, self.requestID) = (status, code, message, requestID)
    }

    /// What the service says is one line that no terminal acts on, wherever it is shown later: a line break would let it write
    /// a hint of its own under the error.
    ///
    /// A code is looked for in all the shapes that Huawei's services use, at the top and in what lies up to three levels
    /// below it; a body in which there is none is quoted.
    init(_ answer: Answer, _ body: Value?) {
        let pair = body.flatMap(Self.pair(in:))
        let message = pair.flatMap { $0.message.isEmpty ? nil : $0.message }
        self.init(
            status: answer.status,
            code: pair.map { cleaned($0.code, limit: 64) } ?? String(answer.status),
            message: message.map { cleaned($0) } ?? Self.excerpt(of: answer.body),
            requestID: (answer.header("X-Request-Id") ?? body?.members?["request_id"]?.text)
                .map { cleaned($0, limit: 128) })
    }

    /// The names under which services put a code, those that can be nothing else first.
    private static let codeKeys = ["error_code", "errorCode", "errcode", "err_code", "errCode", "code"]
    private static let messageKeys = [
        "error_msg", "errorMsg", "error_message", "errorMessage", "errmsg", "err_msg", "errMsg", "message", "msg",
        "error_description",
    ]

    /// The first code at the level nearest to the top, and what is said to it.
    private static func pair(in body: Value) -> (code: String, message: String)? {
        var level = [body]
        for _ in 0..<4 {
            for key in codeKeys {
                for members in level.compactMap(\.members) {
                    guard let code = members[key].flatMap(text(of:)), ErrorCatalog.isError(code) else { continue }
                    return (code, messageKeys.lazy.compactMap { members[$0].flatMap(text(of:)) }.first ?? "")
                }
            }
            level = level.flatMap(children)
        }
        return nil
    }

    /// What lies below a value; of a list the first items.
    private static func children(of value: Value) -> [Value] {
        switch value {
        case .object(let object): object.prefix(50).map(\.value)
        case .list(let items): Array(items.prefix(10))
        case .null, .bool, .int, .number, .string, .foreign: []
        }
    }

    private static func text(of value: Value) -> String? {
        switch value {
        case .string(let text): text.isEmpty ? nil : text
        case .int(let number): String(number)
        case .null, .bool, .number, .list, .object, .foreign: nil
        }
    }

    /// The start of a body that is no error object, such as a proxy's HTML page, on one line.
    private static func excerpt(of body: [UInt8]) -> String {
        onOneLine(String(decoding: body.prefix(200), as: UTF8.self))
    }
}

extension Answer {
    /// The error that the answer tells of.
    public var fault: ServiceFault { ServiceFault(self, try? Value(json: body)) }
}
