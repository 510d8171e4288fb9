import CPHModel
import Emulator
import Glibc
import Schema
import Testing

struct StateFileTests {
    @Test(arguments: ["", ".lock"])
    func `follows no link, neither to read nor to write`(suffix: String) throws {
        let folder = "/tmp/cph-state-\(getpid())\(suffix)"
        mkdir(folder, 0o700)
        defer {
            for name in ["state", "state.lock", "other"] { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
        close(open("\(folder)/other", O_CREAT | O_WRONLY, 0o600))
        #expect(symlink("\(folder)/other", "\(folder)/state\(suffix)") == 0)
        var configuration = EmulatedCloud.Configuration()
        configuration.stateFile = "\(folder)/state"
        #expect(throws: StateFileError.self) { try EmulatedCloud(configuration) }
    }

    @Test func `remembers orders and servers across a restart`() async throws {
        let file = try TemporaryFile()
        var (orders, paid, open): ([EmulatedOrder], String?, String?) = ([], nil, nil)
        do {
            let first = try makeCloud(stateFile: file.path)
            paid = try await first.buy("paid", count: 3).serverIDs?.first
            open = try await first.buy("open", unpaid).orderID
            orders = first.orders
        }
        do {
            let second = try makeCloud(stateFile: file.path)
            #expect(second.orders == orders && orders.count == 2)
            #expect(try await second.list(["server_name": "paid"]).servers?.last?.serverID == paid)
            #expect(second.pay(try #require(open)))
        }
        #expect(try makeCloud(stateFile: file.path).orders.allSatisfy(\.isPaid))
    }

    @Test func `serves one emulator at a time`() throws {
        let file = try TemporaryFile()
        do {
            let first = try makeCloud(stateFile: file.path)
            let error = #expect(throws: StateFileError.self) { _ = try makeCloud(stateFile: file.path) }
            #expect(error?.reason == "is in use by process \(getpid()); wait for its end, or name another file")
            #expect(first.orders.isEmpty)
        }
        _ = try makeCloud(stateFile: file.path)
    }

    @Test func `goes on with new ids after a restart with the same seed`() async throws {
        let file = try TemporaryFile()
        let before = try await makeCloud(stateFile: file.path).buy("a")
        let after = try await makeCloud(stateFile: file.path).buy("b")
        #expect(before.serverIDs != after.serverIDs && before.orderID != after.orderID)
        #expect(try makeCloud(stateFile: file.path).orders.count == 2)
    }

    @Test func `belongs to one project, which a restart takes up again`() async throws {
        let file = try TemporaryFile()
        let projectID = try makeCloud(stateFile: file.path).projectID
        var settings = try configuration(stateFile: file.path)
        settings.projectID = nil
        #expect(try EmulatedCloud(settings).projectID == projectID)
        settings.projectID = "other"
        let error = #expect(throws: StateFileError.self) { _ = try EmulatedCloud(settings) }
        #expect(error?.reason == "belongs to project \(projectID), not to other")
    }

    @Test func `continues as if there had been no restart`() async throws {
        let file = try TemporaryFile()
        _ = try await makeCloud(stateFile: file.path).buy("a")
        let restarted = try await makeCloud(stateFile: file.path).buy("b")
        let steady = try makeCloud()
        _ = try await steady.buy("a")
        #expect(try await steady.buy("b").serverIDs == restarted.serverIDs)
    }

    @Test func `writes its file at once and leaves it alone while nothing is sold`() async throws {
        let file = try TemporaryFile()
        let cloud = try makeCloud(stateFile: file.path)
        let text = file.read()
        #expect(
            text.hasPrefix("{\"format\":\"cph emulator state\",\"version\":3,\"project_id\":\"\(cloud.projectID)\""))
        _ = try await cloud.create(purchase("a b"))
        #expect(file.read() == text)
    }

    @Test(arguments: [
        ("", "is damaged: not JSON at line 1, column 1: the text ends where a value should stand"),
        ("{\"format\":\"cph emulator state\",\"version\":1", "is damaged: not JSON at line 1, column 43: "),
        ("{}", "is not an emulator's state; name another file"),
        ("{\"format\":\"cph emulator state\",\"version\":4}", "has version 4, and this cph reads version 3"),
        ("{\"format\":\"cph emulator state\"}", "has version none, and this cph reads version 3"),
        (
            "{\"format\":\"cph emulator state\",\"version\":1,\"random\":\"7\"}",
            "is damaged: an id is there twice, or a part is missing"
        ),
        (
            "{\"format\":\"cph emulator state\",\"version\":1,\"random\":\"7\",\"orders\":[{\"order_id\":7}]}",
            "is damaged: order_id: is an integer (7); must be a string"
        ),
    ])
    func `says what is wrong with a file that it cannot use, and leaves it alone`(text: String, reason: String) throws {
        let file = try TemporaryFile()
        try file.write(text)
        let error = #expect(throws: StateFileError.self) { _ = try makeCloud(stateFile: file.path) }
        #expect(error?.description.hasPrefix("state file \(file.path) \(reason)") == true, "\(error as Any)")
        #expect(file.read() == text)
    }

    @Test func `refuses a file in which a server stands twice`() async throws {
        let file = try TemporaryFile()
        _ = try await makeCloud(stateFile: file.path).buy("a", count: 2)
        let ids = try makeCloud(stateFile: file.path).orders[0].serverIDs
        try file.write(file.read().split(separator: ids[1]).joined(separator: ids[0]))
        let error = #expect(throws: StateFileError.self) { _ = try makeCloud(stateFile: file.path) }
        #expect(error?.reason == "is damaged: an id is there twice, or a part is missing")
    }

    @Test func `names the file and the operation when it cannot be read`() {
        let error = #expect(throws: StateFileError.self) { _ = try makeCloud(stateFile: "/tmp") }
        #expect(error?.description == "state file /tmp cannot be read: Is a directory")
    }

    @Test func `names the file and the operation when it cannot be written`() {
        let error = #expect(throws: StateFileError.self) { _ = try makeCloud(stateFile: "/dev/null/state") }
        #expect(
            error?.description == "state file /dev/null/state cannot be written: Not a directory")
    }

    @Test func `sells nothing that it cannot write down`() async throws {
        let file = try TemporaryFile()
        let cloud = try makeCloud(stateFile: file.path)
        file.removeFolder()
        #expect(try await cloud.create(purchase()).refusal() == "500 CPS.0003")
        #expect(cloud.orders.isEmpty)
        #expect(try await cloud.list().count == 0)
    }

    // MARK: What points clients at it

    private func server(_ file: TemporaryFile, accessKey: String? = nil) throws -> EmulatorServer {
        let cloud = try configuration(stateFile: file.path)
        return try EmulatorServer(EmulatorServer.Configuration(accessKey: accessKey, cloud: cloud))
    }

    /// What the emulator prints, and the port.
    private func start(_ server: EmulatorServer) async throws -> (port: Int, printed: [String]) {
        let port = try await server.start()
        let all = server.environment(port: port) + server.notes(port: port)
        await server.stop()
        return (port, all.map { "\($0.name)=\($0.value)" })
    }

    @Test func `a restart has the project, keys, tokens and port that were printed before`() async throws {
        let file = try TemporaryFile()
        let first = try await start(server(file))
        let second = try await start(server(file))
        #expect(first.printed == second.printed)
        #expect(Set(first.printed).count == 18)
    }

    @Test func `keys that somebody names win over those of the file, and are kept`() async throws {
        let file = try TemporaryFile()
        let before = try await start(server(file)).printed
        let named = try await start(server(file, accessKey: "MINE")).printed
        #expect(named[0] == "HUAWEICLOUD_SDK_AK=MINE" && named[1] == before[1])
        #expect(try await start(server(file)).printed == named)
    }

    @Test func `a port that another program has by now is replaced`() async throws {
        let file = try TemporaryFile()
        let port = try await start(server(file)).port
        let other = try EmulatorServer(
            EmulatorServer.Configuration(cloud: .init()).listening(on: ListenAddress(parsing: "127.0.0.1:\(port)")))
        _ = try await other.start()
        #expect(try await start(server(file)).port != port)
        await other.stop()
    }

    @Test func `the file with keys is this user's alone, and an embedded cloud keeps them`() async throws {
        let file = try TemporaryFile()
        let printed = try await start(server(file)).printed
        _ = try await makeCloud(stateFile: file.path).buy("a")
        var found = stat()
        #expect(stat(file.path, &found) == 0 && found.st_mode & 0o777 == 0o600)
        #expect(try await start(server(file)).printed == printed)
    }

    @Test(arguments: [1, 2])
    func `a file of an older version is read, and gets keys`(version: Int) async throws {
        let file = try TemporaryFile()
        _ = try await makeCloud(stateFile: file.path).buy("a")
        try file.write(file.read().replacing("\"version\":3", with: "\"version\":\(version)"))
        let printed = try await start(server(file)).printed
        #expect(try await start(server(file)).printed == printed)
        #expect(try makeCloud(stateFile: file.path).orders.count == 1)
    }
}

extension EmulatorServer.Configuration {
    fileprivate func listening(on address: ListenAddress) -> Self {
        var copy = self
        copy.address = address
        return copy
    }
}
