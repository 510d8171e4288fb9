import Addresses
import CPHModel
import CPHSigner
import Dispatch
import Testing

@testable import CPHClient

/// What may go wrong on the way, and what must be known afterwards: whether a byte was sent, and what came back.
struct FaultTests {
    @Test func `a refused connection is not sent`() async throws {
        let nobody = try RefusingPort()
        let exchange = await send(to: nobody.port)
        #expect(exchange.bytesSent == 0 && exchange.answer == nil)
        #expect(exchange.failure?.kind == .connect)
        #expect(exchange.failure?.message.contains("Failed to connect to 127.0.0.1") == true)
    }

    @Test func `where the proxy is not there, the message says whose address it is`() async throws {
        let nobody = try RefusingPort()
        var configuration = TransportConfiguration()
        configuration.proxy = "http://127.0.0.1:\(nobody.port)"
        let server = try TestServer(answer: response(200))
        let exchange = await HTTPTransport(configuration).send(purchase(server))
        #expect(exchange.failure?.kind == .connect && server.requests.isEmpty)
        #expect(exchange.failure?.message.hasSuffix(": that is the proxy") == true, "\(exchange)")
    }

    /// No label may be longer than 63 letters, so that nobody has to be asked.
    @Test func `an unknown host is not sent`() async throws {
        var request = purchase(try TestServer { _ in })
        request.endpoint = try Endpoint("https://\(String(repeating: "a", count: 64)).invalid")
        let exchange = await HTTPTransport().send(request)
        #expect(exchange.bytesSent == 0 && exchange.failure?.kind == .resolve)
    }

    @Test func `a silent server is in doubt at the deadline`() async throws {
        let server = try TestServer { connection in
            _ = connection.readRequest()
            connection.waitForClose()
        }
        let exchange = await HTTPTransport().send(purchase(server, deadlines: Deadlines(firstByte: .milliseconds(60))))
        #expect(exchange.failure == TransportFailure(.timeout, "no answer within 0.06 seconds"))
        #expect(exchange.bytesSent > body.count)
    }

    @Test func `a slow answer on a kept connection is not taken for a slow connection`() async throws {
        let time = TestTime()
        let server = try TestServer { connection in
            _ = connection.readRequest()
            connection.send(response(200))
            _ = connection.readRequest()
            time.advance(by: .milliseconds(90))
            connection.waitForClose()
        }
        let transport = HTTPTransport(time.used(by: patient))
        #expect(await transport.send(read(server)).answer?.status == 200)
        var request = read(server)
        request.deadlines = Deadlines(connect: .milliseconds(30), firstByte: .milliseconds(90))
        let exchange = await transport.send(request)
        #expect(exchange.failure?.message == "no answer within 0.09 seconds")
        #expect(server.connections == 1)
    }

    @Test func `an answer that drips is given up at the end of the whole time`() async throws {
        let time = TestTime()
        let server = try TestServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"order_id\"")
            connection.waitForArrival()
            time.advance(by: .milliseconds(50))
            connection.waitForClose()
        }
        let transport = HTTPTransport(time.used(by: patient))
        let exchange = await transport.send(purchase(server, deadlines: Deadlines(whole: .milliseconds(50))))
        #expect(exchange.failure == TransportFailure(.timeout, "no complete answer within 0.05 seconds"))
        #expect(
            exchange.answer
                == Answer(
                    status: 200, headers: [Answer.Header("Content-Length", "100")], body: Array("{\"order_id\"".utf8)))
    }

    @Test func `a server that never finishes TLS has been sent nothing`() async throws {
        let server = try TestServer { $0.waitForClose() }
        var request = purchase(server, deadlines: Deadlines(connect: .milliseconds(60)))
        request.endpoint = loopback(server.port, .https)
        let exchange = await HTTPTransport().send(request)
        let words = "no connection to https://127.0.0.1:\(server.port) within 0.06 seconds"
        #expect(exchange.failure == TransportFailure(.timeout, words) && exchange.bytesSent == 0)
    }

    @Test func `plain HTTP where TLS should be has been sent nothing`() async throws {
        let server = try TestServer { $0.send(response(200)) }
        var request = purchase(server)
        request.endpoint = loopback(server.port, .https)
        let exchange = await HTTPTransport().send(request)
        #expect(exchange.failure?.kind == .connect && exchange.bytesSent == 0)
    }

    @Test(arguments: [response(502), "HTTP/1.1 200 Connection established\r\n\r\ngarbage", "garbage\r\n\r\n", ""])
    func `a proxy that makes no tunnel has not been given the request`(answer: String) async throws {
        let proxy = try TestServer { connection in
            _ = connection.readRequest()
            connection.send(answer)
        }
        var configuration = TransportConfiguration()
        configuration.proxy = proxy.address
        var request = purchase(proxy)
        request.endpoint = try Endpoint("https://cph.example.com")
        let exchange = await HTTPTransport(configuration).send(request)
        #expect(exchange.bytesSent == 0 && exchange.answer == nil && exchange.failure != nil)
        #expect(proxy.requests.map(\.method) == ["CONNECT"] && proxy.requests.map(\.target) == ["cph.example.com:443"])
    }

    @Test func `a connection that ends without an answer is in doubt`() async throws {
        let closing = try TestServer { _ = $0.readRequest() }
        let resetting = try TestServer { connection in
            _ = connection.readRequest()
            connection.reset()
        }
        for server in [closing, resetting] {
            let exchange = await HTTPTransport().send(purchase(server))
            #expect(exchange.failure?.kind == .broken && exchange.answer == nil && exchange.bytesSent > 0)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `what came of a cut answer is kept`() async throws {
        let server = try TestServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"order_id\":\"CS1\"")
        }
        let exchange = await HTTPTransport().send(purchase(server))
        #expect(exchange.failure?.kind == .broken)
        #expect(exchange.answer?.body == Array("{\"order_id\":\"CS1\"".utf8))
    }

    /// libcurl repeats a request, even a POST, when a kept connection dies under it.
    @Test(arguments: [HTTPRequest.Connection.once, .shared])
    func `a purchase is never sent twice on a dying connection`(connection: HTTPRequest.Connection) async throws {
        let server = try TestServer { connection in
            while let request = connection.readRequest() {
                if request.target == "/last" { return connection.reset() }
                connection.send(response(200))
            }
        }
        let transport = HTTPTransport(patient)
        var first = purchase(server, target: "/first")
        var last = purchase(server, target: "/last")
        (first.connection, last.connection) = (.shared, connection)
        #expect(await transport.send(first).answer?.status == 200)
        let exchange = await transport.send(last)
        #expect(exchange.failure?.kind == .broken, "\(exchange)")
        #expect(server.requests.map(\.target) == ["/first", "/last"])
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is reported and leaks nothing`(status: Int) async throws {
        let elsewhere = try TestServer(answer: response(200))
        let server = try TestServer(answer: response(status, headers: ["Location: \(elsewhere.address)/taken"]))
        let exchange = await HTTPTransport().send(purchase(server, headers: [HeaderField("X-Auth-Token", "secret")]))
        #expect(exchange.answer?.status == status && exchange.failure == nil)
        #expect(server.requests.count == 1)
        #expect(elsewhere.connections == 0)
    }

    @Test(arguments: ["garbage\r\n\r\n", "<html></html>", "HTTP/9.9 200 OK\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n"])
    func `an answer that is not HTTP is said to be that`(answer: String) async throws {
        let server = try TestServer { connection in
            _ = connection.readRequest()
            connection.send(answer)
        }
        let exchange = await HTTPTransport().send(purchase(server))
        #expect(exchange.failure?.kind == .notHTTP && exchange.answer == nil && exchange.bytesSent > 0)
    }

    @Test func `an answer of 1 MiB is read and one byte more is refused`() async throws {
        for (size, kind) in [(1 << 20, nil), (1 << 20 + 1, TransportFailure.Kind.tooLarge)] {
            let server = try TestServer(answer: response(200, String(repeating: "a", count: size)))
            let exchange = await HTTPTransport().send(purchase(server))
            #expect(exchange.failure?.kind == kind)
            #expect(exchange.answer?.body.count == 1 << 20)
        }
    }

    @Test func `an endless answer costs no more than a large one`() async throws {
        let server = try TestServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 300000000\r\n\r\n")
            connection.send([UInt8](repeating: 0x5B, count: 4 << 20))
        }
        let exchange = await HTTPTransport().send(purchase(server))
        #expect(
            exchange.failure
                == TransportFailure(
                    .tooLarge, "the answer is larger than 64 KiB of headers or 1 MiB of body"))
        #expect(exchange.answer?.body.count == 1 << 20)
    }

    @Test(arguments: ["X: \(String(repeating: "a", count: 1000))\r\n", "HTTP/1.1 102 Processing\r\n\r\n"])
    func `a head of more than 64 KiB is refused, whatever it is made of`(line: String) async throws {
        let server = try TestServer { connection in
            _ = connection.readRequest()
            if line.hasPrefix("X") { connection.send("HTTP/1.1 200 OK\r\n") }
            connection.send(String(repeating: line, count: 70_000 / line.utf8.count))
            connection.waitForClose()
        }
        let exchange = await HTTPTransport().send(purchase(server))
        #expect(exchange.failure?.kind == .tooLarge)
    }

    @Test func `cancelling the task ends the exchange at once`() async throws {
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let server = try TestServer { connection in
            _ = connection.readRequest()
            arrival.yield()
            connection.waitForClose()
        }
        let task = Task { await HTTPTransport().send(purchase(server)) }
        for await _ in arrivals { break }
        task.cancel()
        let exchange = await task.value
        #expect(exchange.failure == TransportFailure(.cancelled, "cancelled") && exchange.bytesSent > 0)
    }

    @Test func `what its caller does not wait for any more is answered all the same, if it may have been sent`()
        async throws
    {
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let release = DispatchSemaphore(value: 0)
        let slow = try TestServer { connection in
            _ = connection.readRequest()
            arrival.yield()
            release.wait()
            connection.send(response(200))
        }
        let other = try TestServer(answer: response(200))
        let transport = HTTPTransport()
        let task = Task { await transport.send(purchase(slow, outlivesCaller: true)) }
        for await _ in arrivals { break }
        task.cancel()
        // What is submitted later is begun later: the cancellation has arrived.
        _ = await transport.send(read(other))
        release.signal()
        let exchange = await task.value
        #expect(exchange.failure == nil && exchange.answer?.status == 200, "\(exchange)")
    }

    /// curl tells of a handle that was used before what its last request had, until it begins with the next.
    @Test func `a purchase that was cancelled before it began is not sent on a handle that a read has used`()
        async throws
    {
        let server = try TestServer(answer: response(200))
        let transport = HTTPTransport()
        for _ in 0..<200 {
            _ = await transport.send(read(server))
            let sent = server.requests.count
            let task = Task { await transport.send(purchase(server, outlivesCaller: true)) }
            task.cancel()
            let exchange = await task.value
            // It may have begun before: then it has an answer, and was sent once.
            if exchange.bytesSent == 0 { #expect(server.requests.count == sent, "\(exchange)") }
            if exchange.failure != nil { #expect(exchange.bytesSent == 0, "\(exchange)") }
        }
    }

    @Test func `nobody's answer is waited for only for a while`() async throws {
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let server = try TestServer { connection in
            _ = connection.readRequest()
            arrival.yield()
            connection.waitForClose()
        }
        let task = Task {
            let deadlines = Deadlines(afterCancelling: .milliseconds(5))
            return await HTTPTransport().send(purchase(server, deadlines: deadlines, outlivesCaller: true))
        }
        for await _ in arrivals { break }
        task.cancel()
        let exchange = await task.value
        let words = "cancelled, and no answer in the 0.005 seconds after that"
        #expect(exchange.failure == TransportFailure(.cancelled, words) && exchange.bytesSent > 0)
    }

    @Test(arguments: [false, true])
    func `a task that is cancelled beforehand sends nothing`(outlivesCaller: Bool) async throws {
        let server = try TestServer(answer: response(200))
        let (starts, start) = AsyncStream<Void>.makeStream()
        let task = Task {
            for await _ in starts { break }
            return await HTTPTransport().send(purchase(server, outlivesCaller: outlivesCaller))
        }
        task.cancel()
        start.yield()
        let exchange = await task.value
        #expect(exchange.failure?.kind == .cancelled && exchange.bytesSent == 0)
        #expect(server.requests.isEmpty)
    }

    private func send(to port: Int) async -> Exchange {
        await HTTPTransport().send(
            HTTPRequest(
                method: "POST", endpoint: loopback(port), target: "/", headers: [], body: body, connection: .once,
                deadlines: Deadlines()))
    }
}
