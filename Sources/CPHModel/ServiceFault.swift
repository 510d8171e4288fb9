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
    /// Reads the shapes that Huawei's services use, in the order in which their SDK tries them: `error_code` and
    /// `error_msg`, `errorCode` and `errorMsg`, `code` and `message`, the same one level down, or none of them.
    init(_ answer: Answer, _ body: Value?) {
        let pair = body.flatMap(Self.pair(in:)) ?? body?.members?.lazy.compactMap { Self.pair(in: $0.value) }.first
        self.init(
            status: answer.status,
            code: pair.map { cleaned($0.code, limit: 64) } ?? String(answer.status),
            message: pair.map { cleaned($0.message) } ?? Self.excerpt(of: answer.body),
            requestID: (answer.header("X-Request-Id") ?? body?.members?["request_id"]?.text)
                .map { cleaned($0, limit: 128) })
    }

    private static func pair(in value: Value) -> (code: String, message: String)? {
        guard let members = value.members else { return nil }
        for (codeKey, messageKey) in [("error_code", "error_msg"), ("errorCode", "errorMsg"), ("code", "message")] {
            if let code = members[codeKey].flatMap(text(of:)), let message = members[messageKey].flatMap(text(of:)) {
                return (code, message)
            }
        }
        return nil
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
