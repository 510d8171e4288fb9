import CPHModel
import CPHSigner
import Emulator
import Schema
import Testing

struct ServerTests {
    @Test func `sells, lists and shows servers to whoever signs`() async throws {
        try await Site.with { site in
            let created = try await site.send(try site.create(purchase("game", count: 2)))
            #expect(created.status == 200)
            let ids = (created.json["server_ids"]?.items ?? []).compactMap(\.text)
            #expect(ids == site.cloud.orders[0].serverIDs && ids.count == 2)

            let query = [QueryItem("server_name", "game"), QueryItem("limit", "1"), QueryItem("offset", "1")]
            let list = try await site.send(try site.signed("GET", site.serversPath, query: query))
            #expect(list.json["count"] == 2)
            #expect(list.json["servers"]?.items?.compactMap { $0.members?["server_id"]?.text } == [ids[0]])

            let shown = try await site.send(try site.signed("GET", "\(site.serversPath)/\(ids[1])"))
            #expect(shown.json["server_name"] == "game-0002")
        }
    }

    @Test func `answers with the headers that clients look at`() async throws {
        try await Site.with { site in
            let response = try await site.send(try site.create())
            #expect(response.header("Content-Type") == "application/json")
            #expect(response.header("X-Request-Id") == response.json["request_id"]?.text)
            #expect(response.header("Date") == "Fri, 02 Jan 2026 03:04:05 GMT")
            #expect(response.header("Connection") == "close")
        }
    }

    @Test func `keeps a connection for more requests`() async throws {
        try await Site.with { site in
            let bytes =
                try site.create(purchase("a")).bytes(isLast: false)
                + site.create(purchase("b")).bytes(isLast: true)
            let transcript = await Loopback.talk(port: site.port, bytes)
            #expect(transcript.responses.map(\.status) == [200, 200] && transcript.ending == .closed)
            #expect(site.server.connectionCount == 1)
            #expect(site.cloud.orders.map(\.request.serverName) == ["a", "b"])
        }
    }

    @Test func `answers unknown paths and methods as the gateway does`() async throws {
        try await Site.with { site in
            for request in [
                try site.signed("GET", "/"), try site.signed("GET", site.createPath),
                try site.signed("POST", site.createPath + "/x"), try site.signed("PATCH", site.serversPath),
            ] {
                #expect(try await site.send(request).refusal == "404 APIGW.0101")
            }
            #expect(site.cloud.requestCounts["unknown"] == 4)
        }
    }

    @Test func `takes a body up to its limit and none beyond`() async throws {
        try await Site.with { site in
            let body = purchase().json()
            let fitting = body + String(repeating: " ", count: (1 << 20) - body.utf8.count)
            let accepted = try await site.send(try site.signed("POST", site.createPath, body: fitting))
            #expect(accepted.status == 200)
            let refused = try await site.send(try site.signed("POST", site.createPath, body: fitting + " "))
            #expect(refused.refusal == "413 APIGW.0201")
            #expect(site.cloud.orders.count == 1)
        }
    }

    @Test func `answers what is not HTTP with 400 and hangs up`() async throws {
        try await Site.with { site in
            let transcript = await Loopback.talk(port: site.port, Array("nonsense\r\n\r\n".utf8))
            #expect(String(decoding: transcript.bytes, as: UTF8.self).hasPrefix("HTTP/1.1 400 "))
            #expect(site.cloud.requestCounts.total == 0)
        }
    }

    @Test func `serves many clients at once`() async throws {
        try await Site.with { site in
            let ids = try await withThrowingTaskGroup(of: [String].self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let response = try await site.send(try site.create(purchase("s\(number)", count: 2)))
                        return (response.json["server_ids"]?.items ?? []).compactMap(\.text)
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(ids).count == 100)
            #expect(site.cloud.requestCounts["create_cloud_phone_single_server"] == 50)
        }
    }

    @Test func `starts once, stops, and starts again`() async throws {
        let server = try EmulatorServer()
        #expect(try await server.start() > 0)
        let error = await #expect(throws: EmulatorError.self) { _ = try await server.start() }
        #expect(error?.message == "the emulator is running already")
        await server.stop()
        await server.stop()
        _ = try await server.start()
        await server.stop()
    }

    @Test func `ends idle connections when it stops`() async throws {
        let server = try EmulatorServer()
        let site = Site(server: server, port: try await server.start())
        let request = site.unsigned("POST", "/v3/auth/tokens", body: "x")
        let (answers, answer) = AsyncStream<Void>.makeStream()
        let client = Task {
            defer { answer.finish() }
            return await Loopback.talk(port: site.port, request.bytes(isLast: false)) { answer.yield() }
        }
        for await _ in answers { break }
        await server.stop()
        #expect(await client.value.responses.map(\.status) == [400])
    }

    @Test func `says that a port is taken`() async throws {
        try await Site.with { site in
            var configuration = EmulatorServer.Configuration()
            configuration.address = try ListenAddress(parsing: site.host)
            let second = try EmulatorServer(configuration)
            let error = await #expect(throws: EmulatorError.self) { _ = try await second.start() }
            #expect(error?.message.hasPrefix("cannot listen on \(site.host): ") == true)
        }
    }

    @Test func `points clients at itself through the environment`() async throws {
        try await Site.with { site in
            let pairs = site.server.environment(port: 8080).map { "\($0.name)=\($0.value)" }
            #expect(
                pairs == [
                    "HUAWEICLOUD_SDK_AK=AKEXAMPLE0000000TEST", "HUAWEICLOUD_SDK_SK=SkExample",
                    "HUAWEICLOUD_SDK_PROJECT_ID=0123456789abcdef0123456789abcdef",
                    "HUAWEICLOUD_SDK_IAM_ENDPOINT=http://127.0.0.1:8080",
                    "HUAWEICLOUD_SDK_REGION_CPH_CN_EAST_3=http://127.0.0.1:8080",
                    "CPH_ENDPOINT=http://127.0.0.1:8080",
                ])
        }
    }

    @Test func `makes up keys, project and seed, others each time, and keeps the secret out of its description`() throws
    {
        let (one, two) = (EmulatorServer.Configuration(), EmulatorServer.Configuration())
        #expect(one.accessKey.utf8.count == 20 && one.secretKey.utf8.count == 40)
        #expect(one.accessKey != two.accessKey && one.secretKey != two.secretKey)
        #expect(one.cloud.seed != two.cloud.seed)
        let projects = try [EmulatedCloud().projectID, EmulatedCloud().projectID]
        #expect(projects.allSatisfy { isHexID($0) } && projects[0] != projects[1])
        #expect(!"\(one)".contains(one.secretKey) && !String(reflecting: one).contains(one.secretKey))
    }
}

struct ListenAddressTests {
    @Test(arguments: [
        ("127.0.0.1:0", "http://127.0.0.1:0"), ("localhost:8080", "http://127.0.0.1:8080"),
        ("127.9.8.7:65535", "http://127.9.8.7:65535"), ("[::1]:80", "http://[::1]:80"),
    ])
    func `takes loopback addresses`(text: String, url: String) throws {
        let address = try ListenAddress(parsing: text)
        #expect(ListenAddress.url(host: address.host, port: address.port) == url)
    }

    @Test(arguments: [
        "0.0.0.0:80", "192.168.1.1:80", "[::]:80", "example.com:80", "127.0.0.1.evil.com:80", "127.1:80", ":80",
    ])
    func `refuses addresses that others can reach`(text: String) {
        let error = #expect(throws: EmulatorError.self) { _ = try ListenAddress(parsing: text) }
        #expect(
            error?.description
                == "\"\(text)\" is not on this machine; the emulator listens on 127.0.0.1 or [::1] only")
    }

    @Test(arguments: ["", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:http"])
    func `refuses what is no address and port`(text: String) {
        let error = #expect(throws: EmulatorError.self) { _ = try ListenAddress(parsing: text) }
        #expect(
            error?.description == "\"\(text)\" is no address; write 127.0.0.1:PORT, with port 0 for a free one")
    }
}
