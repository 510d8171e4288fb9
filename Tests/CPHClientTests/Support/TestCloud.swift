import CPHModel
import Logging
import Schema

@testable import CPHClient

/// A server, a machine and a client between them.
struct TestCloud {
    let server: TestServer
    let machine = TestMachine()
    let notes = LogNotes()

    static let keys = [
        "HUAWEICLOUD_SDK_AK": "AKEXAMPLE", "HUAWEICLOUD_SDK_SK": "secret-key-0123456789",
        "HUAWEICLOUD_SDK_PROJECT_ID": "0123456789abcdef0123456789abcdef",
    ]
    static let password = ["HW_USER_NAME": "op", "HW_USER_PASSWORD": "pass\"word/1", "HW_DOMAIN_NAME": "account"]

    init(_ behaviour: @escaping @Sendable (Connection) -> Void) throws { server = try TestServer(behaviour) }
    init(answers: [String]) throws { server = try TestServer(answers: answers) }

    func client(_ variables: [String: String] = keys, _ change: (inout ClientSettings) -> Void = { _ in }) throws
        -> CloudPhoneClient
    {
        var settings = ClientSettings()
        settings.region = "cn-east-3"
        settings.endpoints = [server.address]
        change(&settings)
        return try CloudPhoneClient(settings, machine.surroundings(variables), logger: notes.logger)
    }

    func requests(_ method: String) -> [WireRequest] { server.requests.filter { $0.method == method } }

    /// The purchase of one server.
    static let purchase = APICall(
        operation: "create_cloud_phone_single_server", service: .cph, method: .post, effect: .purchase,
        path: "/v2.1/{project_id}/cloud-phone/servers", body: Array(#"{"server_name":"a","count":1}"#.utf8))

    static let list = APICall(
        operation: "list_cloud_phone_servers", service: .cph, method: .get, effect: .read,
        path: "/v1/{project_id}/cloud-phone/servers", query: [APICall.QueryItem("server_name", "云 a")])

    static let bought = response(
        200, #"{"request_id":"r","order_id":"CS1","server_ids":["1234567b8bab40ffb711234cb80d0234"]}"#)

    /// What IAM answers to a password; the token lives for `seconds` from `TestMachine.start` on.
    static func token(_ token: String, expires: String = "2026-01-03T03:04:05.123456Z") -> String {
        response(201, #"{"token":{"expires_at":"\#(expires)"}}"#, headers: ["X-Subject-Token: \(token)"])
    }

    static func projects(_ ids: String...) -> String {
        let items = ids.map { #"{"id":"\#($0)","name":"cn-east-3"}"# }
        return response(200, #"{"projects":[\#(items.joined(separator: ","))]}"#)
    }

    static func refusal(_ status: Int, _ code: String, _ words: String = "words", headers: [String] = []) -> String {
        response(status, #"{"error_code":"\#(code)","error_msg":"\#(words)","request_id":"r"}"#, headers: headers)
    }
}
