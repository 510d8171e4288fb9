import CPHModel
import CPHSigner
import Clock
import Emulator
import Schema
import Testing

/// A response as it was read from the wire.
struct Response: Sendable {
    let status: Int
    let headers: [HeaderField]
    let body: [UInt8]

    var json: Object { (try? Value(json: body))?.members ?? [:] }
    /// `401 APIGW.0301`.
    var refusal: String { "\(status) \(json["error_code"]?.text ?? "no code")" }
    func header(_ name: String) -> String? { headers.value(of: name) }
}

extension Transcript {
    /// The responses, cut by their Content-Length; the last may be shorter than it says.
    var responses: [Response] {
        var responses: [Response] = []
        var rest = bytes[...]
        while let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) {
            let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
            let headers = lines.dropFirst().compactMap { line -> HeaderField? in
                guard let colon = line.firstIndex(of: ":") else { return nil }
                return HeaderField(String(line[..<colon]), String(line[line.index(colon, offsetBy: 2)...]))
            }
            let status = Int(lines[0].split(separator: " ")[1]) ?? 0
            let body = rest[end.upperBound...].prefix(headers.value(of: "Content-Length").flatMap { Int($0) } ?? 0)
            responses.append(Response(status: status, headers: headers, body: Array(body)))
            rest = rest[body.endIndex...]
        }
        return responses
    }
}

/// A server on a port of its own, for the time of one test.
struct Site: Sendable {
    let server: EmulatorServer
    let port: Int
    var accessKey = "AKEXAMPLE0000000TEST"
    var secretKey = "SkExample"
    /// Of temporary keys.
    var securityToken: String?
    /// How far the client's clock is ahead of the server's, in seconds.
    var skew = 0

    var cloud: EmulatedCloud { server.cloud }
    var host: String { "127.0.0.1:\(port)" }
    var projectID: String { cloud.projectID }
    var serversPath: String { "/v1/\(projectID)/cloud-phone/servers" }
    var createPath: String { "/v2.1/\(projectID)/cloud-phone/servers" }

    /// Starts a server, gives it to `body`, and stops it.
    static func with(
        faults: String = "", clock: ManualClock = ManualClock(milliseconds: start),
        identity: IdentitySettings = IdentitySettings(), _ body: (Site) async throws -> Void
    ) async throws {
        var cloud = try configuration(faults: faults, clock: clock)
        cloud.identity = identity
        let server = try EmulatorServer(.init(accessKey: "AKEXAMPLE0000000TEST", secretKey: "SkExample", cloud: cloud))
        let port = try await server.start()
        do { try await body(Site(server: server, port: port)) } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    func signed(
        _ method: String, _ path: String, query: [QueryItem] = [], body: String = ""
    ) throws -> SignedRequest {
        let milliseconds = cloud.configuration.clock.milliseconds()
        let request = UnsignedRequest(
            method: method, host: host, path: path, query: query,
            headers: [HeaderField("Content-Type", "application/json")], body: Array(body.utf8))
        let keys = SigningKeys(
            accessKey: accessKey, secretKey: Array(secretKey.utf8), securityToken: securityToken)
        return try request.signed(with: keys, date: ISOTime.compactText(unixSeconds: milliseconds / 1000 + skew))
    }

    func unsigned(_ method: String, _ path: String, _ headers: [HeaderField] = [], body: String = "") -> SignedRequest {
        UnsignedRequest(
            method: method, host: host, path: path, headers: [HeaderField("Host", host)] + headers,
            body: Array(body.utf8)
        ).unsigned()
    }

    func create(_ body: Value = purchase()) throws -> SignedRequest {
        try signed("POST", createPath, body: body.json())
    }

    /// The one response to a request on a connection of its own.
    func send(_ request: SignedRequest) async throws -> Response {
        let transcript = await talk(request)
        #expect(transcript.ending == .closed)
        let responses = transcript.responses
        #expect(responses.count == 1)
        return try #require(responses.first)
    }

    func talk(_ request: SignedRequest, halfClose: Bool = false) async -> Transcript {
        await Loopback.talk(port: port, request.bytes(isLast: true), halfClose: halfClose)
    }
}

extension SignedRequest {
    /// As it goes over the wire.
    func bytes(isLast: Bool) -> [UInt8] {
        var head = "\(method) \(target) HTTP/1.1\r\n"
        for header in headers { head += "\(header.name): \(header.value)\r\n" }
        head += "Content-Length: \(body.count)\r\n" + (isLast ? "Connection: close\r\n" : "") + "\r\n"
        return Array(head.utf8) + body
    }
}
