import Addresses
import CPHModel
import CPHSigner
import Glibc
import Testing

@testable import CPHClient

struct TransportTests {
    @Test func `sends the request as it stands, with no header that a server would act on`() async throws {
        let server = try TestServer(answer: response(200, "{}", headers: ["X-Request-Id: r1"]))
        let exchange = await HTTPTransport().send(
            purchase(
                server, target: "/v2.1/./a/../b%2Fc?x=%20",
                headers: [HeaderField("Host", "signed.example.com"), HeaderField("X-Empty", "")]))
        #expect(exchange.answer?.status == 200)
        #expect(exchange.answer?.header("x-request-id") == "r1")
        #expect(exchange.answer?.body == Array("{}".utf8))
        let request = try #require(server.requests.first)
        #expect(request.method == "POST" && request.target == "/v2.1/./a/../b%2Fc?x=%20")
        #expect(request.body == body)
        #expect(request.headers.map(\.name) == ["Host", "Accept", "X-Empty", "Content-Type", "Content-Length"])
    }

    @Test(arguments: ["GET", "PUT", "DELETE"])
    func `speaks other methods, with and without a body`(method: String) async throws {
        let server = try TestServer(answer: response(200))
        let transport = HTTPTransport()
        for body in [[], Array("{}".utf8)] where method != "GET" || body.isEmpty {
            var request = purchase(server)
            (request.method, request.body) = (method, body)
            #expect(await transport.send(request).answer?.status == 200)
            #expect(server.requests.last?.method == method && server.requests.last?.body == body)
        }
    }

    @Test func `gives every purchase a connection of its own and lets reads share one`() async throws {
        let server = try TestServer(answer: response(200))
        let transport = HTTPTransport(patient)
        for _ in 0..<3 { #expect(await transport.send(read(server)).failure == nil) }
        #expect(server.connections == 1)
        for _ in 0..<3 { #expect(await transport.send(purchase(server)).failure == nil) }
        #expect(server.connections == 4)
        #expect(await transport.send(read(server)).failure == nil)
        #expect(server.connections == 4)
    }

    @Test func `counts the bytes that were sent`() async throws {
        let server = try TestServer(answer: response(200))
        let exchange = await HTTPTransport().send(purchase(server))
        #expect(exchange.bytesSent > body.count + 50 && exchange.bytesSent < body.count + 300)
    }

    @Test func `keeps many requests apart that run at once`() async throws {
        let server = try TestServer { connection in
            while let request = connection.readRequest() { connection.send(response(200, request.target)) }
        }
        let transport = HTTPTransport()
        await withTaskGroup { group in
            for number in 0..<64 {
                group.addTask {
                    let exchange = await transport.send(purchase(server, target: "/\(number)"))
                    #expect(exchange.answer?.body == Array("/\(number)".utf8))
                }
            }
        }
        #expect(server.requests.count == 64)
    }

    @Test(arguments: [
        HeaderField("X", "a\r\nY: b"), HeaderField("X", "a\nb"), HeaderField("X: a\r\nY", "b"), HeaderField("", "b"),
        HeaderField("X", "a\0b"), HeaderField("X Y", "b"),
    ])
    func `refuses a header that would start another one`(header: HeaderField) async throws {
        let server = try TestServer(answer: response(200))
        let exchange = await HTTPTransport().send(purchase(server, headers: [header]))
        #expect(exchange.failure?.kind == .unavailable && exchange.bytesSent == 0)
        #expect(exchange.failure?.message.hasSuffix("is malformed") == true)
        #expect(server.connections == 0)
    }

    @Test(arguments: ["/a b", "/a\r\nX: y", "", "/云"])
    func `refuses a request line that would be read as something else`(target: String) async throws {
        let server = try TestServer(answer: response(200))
        let exchange = await HTTPTransport().send(purchase(server, target: target))
        #expect(exchange.failure?.message == "the request line holds a space or a control character")
        #expect(server.connections == 0)
    }

    @Test func `reads chunked answers and ones that end with the connection`() async throws {
        let chunked = try TestServer(
            answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
        #expect(await HTTPTransport().send(purchase(chunked)).answer?.body == Array("{}".utf8))
        let closing = try TestServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n\r\n{}")
        }
        #expect(await HTTPTransport().send(purchase(closing)).answer?.body == Array("{}".utf8))
    }

    @Test func `forgets interim answers`() async throws {
        let server = try TestServer(answer: "HTTP/1.1 103 Early\r\nX-A: 1\r\n\r\n" + response(202, "{}"))
        let exchange = await HTTPTransport().send(purchase(server))
        #expect(exchange.answer?.status == 202 && exchange.answer?.header("X-A") == nil)
    }

    @Test func `uses the proxy that was configured`() async throws {
        let proxy = try TestServer(answer: response(200, "proxied"))
        var configuration = TransportConfiguration()
        configuration.proxy = proxy.address
        let elsewhere = try TestServer(answer: response(200))
        let exchange = await HTTPTransport(configuration).send(purchase(elsewhere))
        #expect(exchange.answer?.body == Array("proxied".utf8))
        #expect(elsewhere.connections == 0)
    }
}

/// Keeps a connection for as long as a busy machine may let a test wait between two requests.
let patient = {
    var configuration = TransportConfiguration()
    configuration.idleLimit = .seconds(1 << 30)
    return configuration
}()

let body = Array(#"{"server_name": "cph-test-wy", "count": 1}"#.utf8)

/// A request that must go out once at most.
func purchase(
    _ server: TestServer, target: String = "/v2.1/p/cloud-phone/servers", headers: [HeaderField] = [],
    deadlines: Deadlines = Deadlines(), outlivesCaller: Bool = false
) -> HTTPRequest {
    HTTPRequest(
        method: "POST", endpoint: loopback(server.port), target: target,
        headers: headers + [HeaderField("Content-Type", "application/json")], body: body, connection: .once,
        deadlines: deadlines, outlivesCaller: outlivesCaller)
}

func read(_ server: TestServer) -> HTTPRequest {
    HTTPRequest(
        method: "GET", endpoint: loopback(server.port), target: "/v1/p/cloud-phone/servers", headers: [],
        connection: .shared, deadlines: Deadlines())
}

func loopback(_ port: Int, _ scheme: Endpoint.Scheme = .http) -> Endpoint {
    do { return try Endpoint("\(scheme)://127.0.0.1:\(port)") } catch { preconditionFailure("a port of our own") }
}
