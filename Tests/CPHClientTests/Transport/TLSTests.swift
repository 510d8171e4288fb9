import CPHModel
import Testing

@testable import CPHClient

struct TLSTests {
    @Test func `a server with an unknown authority is refused before a byte of the request is sent`() async throws {
        let (_, server) = try trusted()
        let exchange = await send(to: server)
        #expect(exchange.failure?.kind == .tls && exchange.bytesSent == 0 && exchange.answer == nil)
        #expect(exchange.failure?.message.contains("certificate") == true)
    }

    @Test func `a CA file adds its authority`() async throws {
        let (certificates, server) = try trusted()
        let exchange = await send(to: server, caFile: certificates.path("ca.pem"))
        #expect(exchange.failure == nil && exchange.answer?.status == 200)
    }

    @Test func `SSL_CERT_FILE replaces the system's authorities`() async throws {
        let (certificates, server) = try trusted()
        var configuration = TransportConfiguration()
        configuration.systemBundle = certificates.path("ca.pem")
        #expect(await HTTPTransport(configuration).send(request(server)).answer?.status == 200)
    }

    @Test func `another authority's file does not help`() async throws {
        let (_, server) = try trusted()
        let others = try Certificates()
        let exchange = await send(to: server, caFile: others.path("ca.pem"))
        #expect(exchange.failure?.kind == .tls && exchange.bytesSent == 0)
    }

    @Test func `a certificate for another host is refused`() async throws {
        let certificates = try Certificates()
        try certificates.issue("other", for: "DNS:other.example.com,IP:127.0.0.2")
        let server = try TLSServer(certificates, "other")
        let exchange = await send(to: server, caFile: certificates.path("ca.pem"))
        #expect(exchange.failure?.kind == .tls && exchange.bytesSent == 0)
    }

    @Test func `a certificate that signed itself is refused`() async throws {
        let certificates = try Certificates()
        let exchange = await send(to: try TLSServer(certificates, "ca"))
        #expect(exchange.failure?.kind == .tls && exchange.bytesSent == 0)
    }

    @Test func `a request through a proxy's tunnel counts as sent`() async throws {
        let (certificates, server) = try trusted()
        let port = server.port
        let proxy = try TestServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 Connection established\r\n\r\n")
            connection.tunnel(to: port)
        }
        var configuration = TransportConfiguration()
        (configuration.proxy, configuration.caFile) = (proxy.address, certificates.path("ca.pem"))
        let exchange = await HTTPTransport(configuration).send(request(server))
        #expect(exchange.answer?.status == 200 && exchange.bytesSent > 0)
        configuration.caFile = nil
        let refused = await HTTPTransport(configuration).send(request(server))
        #expect(refused.failure?.kind == .tls && refused.bytesSent == 0)
    }

    @Test func `TLS 1.1 is not spoken`() async throws {
        let certificates = try Certificates()
        try certificates.issue("old", for: "IP:127.0.0.1")
        let server = try TLSServer(certificates, "old", options: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
        let exchange = await send(to: server, caFile: certificates.path("ca.pem"))
        #expect(exchange.failure?.kind == .connect && exchange.bytesSent == 0)
    }

    @Test func `a CA file that cannot be used stops everything, with its name`() async throws {
        let (certificates, server) = try trusted()
        let absent = await send(to: server, caFile: "/nonexistent/ca.pem")
        #expect(
            absent.failure
                == TransportFailure(
                    .unavailable, "the CA file /nonexistent/ca.pem cannot be read: No such file or directory"))
        let key = certificates.path("ca.key")
        let empty = await send(to: server, caFile: key)
        #expect(empty.failure == TransportFailure(.unavailable, "the CA file \(key) holds no PEM certificate"))
    }

    private func trusted() throws -> (Certificates, TLSServer) {
        let certificates = try Certificates()
        try certificates.issue("server", for: "IP:127.0.0.1,DNS:localhost")
        return (certificates, try TLSServer(certificates, "server"))
    }

    private func send(to server: TLSServer, caFile: String? = nil) async -> Exchange {
        var configuration = TransportConfiguration()
        configuration.caFile = caFile
        return await HTTPTransport(configuration).send(request(server))
    }

    private func request(_ server: TLSServer) -> HTTPRequest {
        HTTPRequest(
            method: "GET", endpoint: loopback(server.port, .https), target: "/", headers: [], connection: .once,
            deadlines: Deadlines())
    }
}
