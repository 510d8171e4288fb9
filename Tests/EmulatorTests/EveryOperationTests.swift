import CPHModel
import Emulator
import Schema
import Testing

/// Facts that must hold for every operation, including the one added next month.
struct EveryOperationTests {
    @Test(arguments: Operations.all)
    func `is played by the emulator, and counted under a name`(operation: any APIOperation) async throws {
        let cloud = try makeCloud()
        let path = operation.path.split(separator: "/").map { part in
            part.hasPrefix("{") && part != "{project_id}" ? "x" : String(part)
        }
        let body: [UInt8]? = operation.method == .get ? nil : Array("{}".utf8)
        let exchange = try await cloud.exchange(
            APICall(
                operation: operation.name, service: operation.service, method: operation.method,
                effect: operation.effect, path: "/" + path.joined(separator: "/"), body: body))
        #expect(cloud.requestCounts["unknown"] == 0 && cloud.requestCounts.total == 1)
        let status = try #require(exchange.answer?.status)
        #expect([200, 204, 400, 404].contains(status), "\(operation.name): \(status)")
    }

    /// A request that names nothing is read as its operation reads it, so that no field of the answer is refused.
    @Test(arguments: Operations.all.filter { $0.effect == .read })
    func `answers a read that asks for nothing with its own model`(operation: any APIOperation) async throws {
        func check<O: APIOperation>(_ operation: O) async throws {
            guard O.Request.fieldInfos.allSatisfy({ !$0.isRequired }), operation.name != "list_jobs" else { return }
            let exchange = try await makeCloud().exchange(
                APICall(
                    operation: operation.name, service: operation.service, method: operation.method,
                    effect: operation.effect, path: operation.path,
                    body: operation.method == .get ? nil : Array("{}".utf8)))
            let answer = try Value(json: try #require(exchange.answer).body)
            #expect(O.Response.problems(in: answer).isEmpty, "\(operation.name): \(answer.json())")
            #expect(answer.members?.isEmpty == false, "\(operation.name)")
        }
        try await check(operation)
    }
}
