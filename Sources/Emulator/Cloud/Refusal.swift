import CPHModel
import Schema

/// An error in the shape that the service and the gateway in front of it use.
struct Refusal: Error, Hashable, Sendable {
    let status: Int
    let code: String
    let message: String

    init(_ status: Int, _ code: String, _ message: String) {
        (self.status, self.code, self.message) = (status, code, message)
    }

    /// The body of the answer, in the form of the service: most have CPH's, the older ones their own.
    func body(requestID: String, from service: Service) -> Value {
        switch service {
        case .vpc: ["code": .string(code), "message": .string(message), "request_id": .string(requestID)]
        case .eps: ["error": ["error_code": .string(code), "error_msg": .string(message)]]
        case .ims: ["error": ["code": .string(code), "message": .string(message)]]
        default: ["request_id": .string(requestID), "error_code": .string(code), "error_msg": .string(message)]
        }
    }

    /// Refuses `body`, a create request, for the first of `problems`, and names all of them.
    init(_ problems: [Problem], in body: Value) {
        let text = problems.map(\.description).joined(separator: "; ")
        let path = problems.first?.path.description ?? ""
        let isEmpty = [.null, .string("")].contains(body.members?[path] ?? .null)
        self.init(400, Self.code(for: path, isEmpty: isEmpty), "Invalid request: \(text)")
    }

    /// Refuses a request of `service` for the first of `problems`, and names all of them.
    init(_ problems: [Problem], of service: Service) {
        let text = problems.map(\.description).joined(separator: "; ")
        let paths = problems.map(\.path.description)
        let code =
            switch service {
            case .bss: "CBC.0100"
            case .vpc: "VPC.0002"
            case .cph where paths.contains("offset") || paths.contains("limit"): "CPS.0002"
            case .cph where paths.contains("server_id"): "CPS.0016"
            default: Self.badRequest
            }
        self.init(400, code, "Invalid request: \(text)")
    }

    static let unwritable = Refusal(500, "CPS.0003", "System error: the emulator cannot write its state file")

    static let unknownPath = Refusal(404, "APIGW.0101", "The API does not exist or has not been published.")

    /// The gateway refuses the credentials.
    static func incorrect(_ reason: String) -> Refusal {
        Refusal(401, "APIGW.0301", "Incorrect IAM authentication information: \(reason)")
    }

    /// The gateway refuses the signature.
    static func mismatch(_ reason: String) -> Refusal {
        Refusal(401, "APIGW.0303", "Incorrect app authentication information: \(reason)")
    }

    static func notJSON(_ error: JSONError) -> Refusal { Refusal(400, badRequest, "Bad request: \(error)") }

    /// The gateway's code for parameters that no CPS code of the published list covers.
    static let badRequest = "APIGW.0201"

    /// The published CPS code for a field, as far as there is one. Two fields have a code of their own for "empty".
    private static func code(for path: String, isEmpty: Bool) -> String {
        switch path {
        case "count": "CPS.0024"
        case "server_name": "CPS.0025"
        case "image_id": isEmpty ? "CPS.0029" : "CPS.0030"
        case "server_model_name": isEmpty ? "CPS.0088" : "CPS.0089"
        case _ where path.hasPrefix("public_ip.band_width"): "CPS.0031"
        default: badRequest
        }
    }
}
