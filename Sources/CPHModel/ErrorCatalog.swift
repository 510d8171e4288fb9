/// What one error code of the service means for the person who asked.
public struct ErrorEntry: Sendable {
    public let code: String
    /// What the code means in our words; the service's own stand beside it in the error.
    public let meaning: String
    /// What to do about it.
    public let hint: String
    /// Whether this code proves that a create bought nothing. Only codes with this mark refuse a purchase for certain.
    public let refuses: Bool
    public let isRetryable: Bool
}

/// The codes of facts published by Huawei: the CPH error page, the API gateway's, the billing service's.
public enum ErrorCatalog {
    public static func entry(_ code: String) -> ErrorEntry? { byCode[code] }

    /// Whether a code in an answer tells of an error. The billing service answers `CBC.0000` when all went well, others `0`.
    public static func isError(_ code: String) -> Bool {
        let number = code.split(separator: ".").last ?? ""
        return !code.isEmpty && !number.allSatisfy { $0 == "0" } && !["ok", "success"].contains(code.lowercased())
    }

    /// Whether the gateway in front of the service gave this code.
    public static func isGateway(_ code: String) -> Bool { code.hasPrefix("APIGW.") }

    private static let byCode = Dictionary(uniqueKeysWithValues: entries.map { ($0.code, $0) })

    public static let entries: [ErrorEntry] = [
        refusal("CPS.0001", "no permission to request resources", "grant cph:servers:create to the user"),
        refusal("CPS.0002", "offset or limit is invalid", "use an offset from 0 and a limit of 1 to 100"),
        passing("CPS.0003", "internal error of the service", "try reads again later; a purchase is in doubt"),
        refusal("CPS.0006", "the account is in arrears", "top up the account, then run again"),
        refusal("CPS.0007", "the account is frozen", "ask Huawei's support why"),
        refusal("CPS.0008", "the account has no real-name verification", "verify the account in the console"),
        refusal("CPS.0010", "the status does not allow this", "wait until the server has settled"),
        refusal("CPS.0016", "server_id is invalid", "check the id against cph.servers.list"),
        refusal("CPS.0024", "count is invalid", "use 1 to 10"),
        refusal("CPS.0025", "the name is invalid", "use 1 to 60 letters, digits, _ and -"),
        refusal("CPS.0026", "the name is taken", "choose another server_name"),
        refusal("CPS.0029", "image_id is empty", "leave image_id out for the default image"),
        refusal("CPS.0030", "image_id is invalid", "check image_id"),
        refusal("CPS.0031", "band_width is invalid", "check public_ip.band_width"),
        refusal("CPS.0088", "server_model_name is empty", "name a server model"),
        refusal("CPS.0089", "server_model_name is invalid", "check server_model_name against the models on sale"),
        refusal("CPS.0097", "server_id is invalid", "check the id against cph.servers.list"),
        refusal("APIGW.0101", "the gateway knows no such path or method", "check region and endpoint"),
        refusal("APIGW.0103", "the gateway has no backend for this path", "check region and endpoint"),
        refusal("APIGW.0104", "the gateway refused the request", "check the request"),
        refusal("APIGW.0105", "the gateway refused the request", "check the request"),
        refusal("APIGW.0106", "the gateway refused the request", "check the request"),
        refusal("APIGW.0201", "the request is malformed or too large", "check the request"),
        refusal(
            "APIGW.0301", "the token or signature is not accepted", "check the credentials and this machine's clock"),
        refusal("APIGW.0302", "the user may not call this API", "grant the permission in IAM"),
        refusal("APIGW.0303", "the signature does not match", "check the secret key"),
        refusal("APIGW.0306", "the caller may not use this API", "grant the permission in IAM"),
        refusal("APIGW.0307", "the token must be renewed", "get a new token"),
        ErrorEntry(
            code: "APIGW.0308", meaning: "too many requests",
            hint: "wait a few seconds; send less at once (concurrency of plan:apply, limit of cph.parallel)",
            refuses: true,
            isRetryable: true),
        refusal("APIGW.0310", "the project is not available", "check the project id and region"),
        passing("APIGW.0601", "the gateway failed", "try reads again later; a purchase is in doubt"),
        passing("APIGW.0607", "the gateway failed", "try reads again later; a purchase is in doubt"),
        refusal("CBC.0100", "a parameter is invalid", "check the ids and the period"),
        refusal("CBC.0101", "a parameter is invalid", "check the ids and the period"),
        refusal("CBC.3144", "the resource has an order in progress", "pay or cancel that order first"),
        refusal("CBC.0150", "the user may not order", "grant the billing permission"),
        refusal("CBC.30000010", "the order does not exist", "check the order id"),
        refusal("CBC.99003106", "the order has changed", "look at the order again"),
        refusal("CBC.99003141", "quota or capacity is short", "ask for more quota, or choose another zone or model"),
    ]

    private static func refusal(_ code: String, _ meaning: String, _ hint: String) -> ErrorEntry {
        ErrorEntry(code: code, meaning: meaning, hint: hint, refuses: true, isRetryable: false)
    }

    private static func passing(_ code: String, _ meaning: String, _ hint: String) -> ErrorEntry {
        ErrorEntry(code: code, meaning: meaning, hint: hint, refuses: false, isRetryable: true)
    }
}
