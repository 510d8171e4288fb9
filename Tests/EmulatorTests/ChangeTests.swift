import CPHModel
import Clock
import Emulator
import Schema
import Testing

struct ChangeTests {
    private let clock = ManualClock(milliseconds: start)

    private func perform<Q: Model, R: Model>(
        _ operation: Operation<Q, R>, _ request: Value, in cloud: EmulatedCloud
    ) async throws -> R {
        try await cloud.perform(operation, Q(validating: request))
    }

    private func server(in cloud: EmulatedCloud, _ changes: Object = [:]) async throws -> String {
        let id = try #require(try await cloud.buy("game", changes).serverIDs?.first)
        clock.advance(by: .seconds(20))
        return id
    }

    @Test func `a server passes through the states of building`() async throws {
        let cloud = try makeCloud(clock: clock)
        let id = try #require(try await cloud.buy("game").serverIDs?.first)
        var seen: [Int?] = []
        for _ in 0..<5 {
            seen.append(try await cloud.show(id).status)
            clock.advance(by: .seconds(5))
        }
        #expect(seen == [0, 1, 3, 4, 5])
    }

    @Test func `a new name is found, and the old one no longer is`() async throws {
        let cloud = try makeCloud(clock: clock)
        let id = try await server(in: cloud)
        _ = try await perform(
            Operations.renameServer, ["server_id": .string(id), "server_name": "other"], in: cloud)
        #expect(try await cloud.list(["server_name": "other"]).servers?.map(\.serverID) == [id])
        #expect(try await cloud.list(["server_name": "game"]).count == 0)
        #expect(try await cloud.list().count == 1)
        #expect(try await cloud.show(id).updateTime == "2026-01-02T03:04:25Z")
    }

    @Test func `a restart is a job, and the server runs again after it`() async throws {
        let cloud = try makeCloud(clock: clock)
        let id = try await server(in: cloud)
        let jobs = try await perform(
            Operations.restartServers, ["server_ids": [.string(id), .string(String(repeating: "f", count: 32))]],
            in: cloud)
        #expect(jobs.jobs?.map(\.errorCode) == [nil, "CPS.0097"])
        let job: Value = ["job_id": .string(jobs.jobs?.first?.jobID ?? "")]
        var seen: [Int?] = []
        for _ in 0..<3 {
            seen += [try await cloud.show(id).status, try await perform(Operations.showJob, job, in: cloud).status]
            clock.advance(by: .seconds(30))
        }
        #expect(seen == [11, 1, 13, 1, 5, 2])
        #expect(try await perform(Operations.showJob, job, in: cloud).endTime == "2026-01-02T03:05:25Z")
    }

    @Test func `only a server that runs can be restarted`() async throws {
        let cloud = try makeCloud(clock: clock)
        let id = try #require(try await cloud.buy("game").serverIDs?.first)
        let jobs = try await perform(Operations.restartServers, ["server_ids": [.string(id)]], in: cloud)
        #expect(jobs.jobs?.first?.errorCode == "CPS.0010" && jobs.jobs?.first?.jobID == nil)
    }

    @Test func `a purchase's jobs are found by its request, and say which server failed`() async throws {
        let cloud = try makeCloud(faults: "build-fails", clock: clock)
        let bought = try await cloud.buy("game", count: 2)
        let query: Value = ["request_id": .string(bought.requestID ?? "")]
        #expect(try await perform(Operations.listJobs, query, in: cloud).jobs?.map(\.status) == [1, 1])
        clock.advance(by: .seconds(20))
        let jobs = try await perform(Operations.listJobs, query, in: cloud).jobs ?? []
        #expect(jobs.map(\.status) == [2, -1] && jobs.compactMap(\.serverID) == bought.serverIDs)
        let shown = try await perform(
            Operations.showJob, ["job_id": .string(jobs[1].jobID ?? "")], in: cloud)
        #expect(shown.status == -1 && shown.errorCode == "CPS.0003", "a failed job is an answer, not an error")
    }

    @Test func `key pairs change by a job each`() async throws {
        let cloud = try makeCloud(clock: clock)
        let id = try await server(in: cloud)
        let request: Value = ["servers": [["server_id": .string(id), "keypair_name": "new"]]]
        let jobs = try await perform(Operations.changeKeyPairs, request, in: cloud)
        #expect(jobs.jobs?.first?.jobID != nil)
        #expect(try await cloud.show(id).keypairName == "new")
    }

    @Test func `tags are set, replaced and taken away`() async throws {
        let cloud = try makeCloud(clock: clock)
        let id = try await server(in: cloud)
        let resource: Object = ["resource_type": "cph-server", "resource_id": .string(id)]
        func change<Q: Model, R: Model>(_ operation: Operation<Q, R>, _ action: String, _ tags: [String: String])
            async throws
        {
            var request = resource
            request["action"] = .string(action)
            request["tags"] = .list(
                tags.sorted { $0.key < $1.key }.map { ["key": .string($0.key), "value": .string($0.value)] })
            _ = try await perform(operation, .object(request), in: cloud)
        }
        func tags() async throws -> [String]? {
            try await perform(Operations.listTags, .object(resource), in: cloud).tags?.map { "\($0.key)=\($0.value)" }
        }
        try await change(Operations.createTags, "create", ["team": "a", "env": "test"])
        try await change(Operations.createTags, "create", ["team": "b"])
        #expect(try await tags() == ["env=test", "team=b"])
        try await change(Operations.deleteTags, "delete", ["env": ""])
        #expect(try await tags() == ["team=b"])
        let project = try await perform(Operations.listProjectTags, ["resource_type": "cph-server"], in: cloud)
        #expect(project.tags?.map(\.key) == ["team"] && project.tags?.first?.values == ["b"])
    }

    @Test func `another model is an order, and counts once it is paid`() async throws {
        var settings = try configuration(clock: clock)
        settings.catalogue = try catalogue(
            #"{"prices": [{"server_model_name": "big", "monthly": 15000}, {"server_model_name": "small", "monthly": 1}]}"#
        )
        let cloud = try EmulatedCloud(settings)
        let id = try await server(in: cloud)
        func change(to model: String, _ more: Object = [:]) async throws -> ModelChangeOrder {
            var request: Object = [
                "server_id": .string(id), "server_model_name": .string(model), "phone_model_name": "p",
            ]
            for (key, value) in more { request[key] = value }
            return try await perform(Operations.changeServerModel, .object(request), in: cloud)
        }
        let order = try await change(to: "big")
        #expect(try await cloud.show(id).serverModelName == "physical.rx2.32xlarge.4")
        let shown = try await perform(Operations.showOrder, ["order_id": .string(order.orderID ?? "")], in: cloud)
        #expect(shown.orderInfo?.orderType == 3 && shown.orderInfo?.amountAfterDiscount == 4000)
        #expect(cloud.pay(try #require(order.orderID)))
        #expect(try await cloud.show(id).serverModelName == "big")
        _ = try await change(to: "small")
        #expect(try await cloud.show(id).serverModelName == "small", "a lower price is refunded by itself")
    }

    @Test func `prepaid servers cannot be deleted, only given back`() async throws {
        let cloud = try makeCloud(clock: clock)
        let id = try await server(in: cloud)
        let error = await #expect(throws: CPHError.self) {
            _ = try await perform(Operations.deleteServers, ["server_ids": [.string(id)]], in: cloud)
        }
        #expect(error?.code == "CPS.0010" && error?.message.contains("unsubscribe") == true)
        #expect(try await cloud.list().count == 1)
    }

    @Test func `a server's detail has its disks, its bandwidth and its addresses`() async throws {
        let cloud = try makeCloud(clock: clock)
        var publicIP = purchase().members?["public_ip"]?.members ?? [:]
        (publicIP["type"], publicIP["count"]) = ("5_bgp", 1)
        let id = try await server(
            in: cloud,
            [
                "public_ip": .object(publicIP),
                "data_volume": ["volume_type": "SSD", "size": 100, "count": 2],
            ])
        let shown = try await cloud.show(id)
        #expect(shown.volumes?.map(\.volumeSize) == [100, 100] && Set(shown.volumes?.map(\.volumeID) ?? []).count == 2)
        #expect(shown.bandWidths?.map(\.bandWidthSize) == [300])
        #expect(shown.securityGroups?.count == 1)
        #expect(shown.addresses?.first?.serverIP == "192.168.0.3" && shown.addresses?.first?.publicIP == "100.64.0.3")
        #expect(try await cloud.list().servers?.first?.volumes == nil, "lists do not have it")
        let next = try await server(in: cloud)
        #expect(try await cloud.show(next).addresses?.first?.serverIP == "192.168.0.4")
        #expect(try await cloud.show(next).bandWidths == [])
    }

    @Test func `everything that was changed survives a restart of the emulator`() async throws {
        let file = try TemporaryFile()
        var id = ""
        var job: String?
        do {
            let cloud = try makeCloud(clock: clock, stateFile: file.path)
            id = try await server(in: cloud)
            _ = try await perform(Operations.renameServer, ["server_id": .string(id), "server_name": "b"], in: cloud)
            job = try await perform(Operations.restartServers, ["server_ids": [.string(id)]], in: cloud)
                .jobs?.first?.jobID
        }
        let cloud = try makeCloud(clock: clock, stateFile: file.path)
        #expect(try await cloud.show(id).serverName == "b")
        #expect(try await cloud.list(["server_name": "b"]).count == 1)
        #expect(try await cloud.show(id).status == 11)
        #expect(try await perform(Operations.showJob, ["job_id": .string(job ?? "")], in: cloud).serverID == id)
    }
}

func catalogue(_ json: String) throws -> Catalogue { try Catalogue(json: Array(json.utf8), path: "team.json") }
