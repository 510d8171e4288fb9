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
            #expect(error?.reason == "is in use by another emulator; end that one, or name another file")
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
            text.hasPrefix("{\"format\":\"cph emulator state\",\"version\":2,\"project_id\":\"\(cloud.projectID)\""))
        _ = try await cloud.create(purchase("a b"))
        #expect(file.read() == text)
    }

    @Test(arguments: [
        ("", "is damaged: not JSON at line 1, column 1: the text ends where a value should stand"),
        ("{\"format\":\"cph emulator state\",\"version\":1", "is damaged: not JSON at line 1, column 43: "),
        ("{}", "is not an emulator's state; name another file"),
        ("{\"format\":\"cph emulator state\",\"version\":3}", "has version 3, and this cph reads version 2"),
        ("{\"format\":\"cph emulator state\"}", "has version none, and this cph reads version 2"),
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
}
