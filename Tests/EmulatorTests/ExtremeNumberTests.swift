import CPHModel
import Schema
import Testing
import Text

@testable import Emulator

/// A request with any number in any field gets an answer. What traps would end the program, and this test with it.
struct ExtremeNumberTests {
    private static let numbers: [Value] = [
        .int(-1), .int(0), .int(.min), .int(.max), .int(1 << 53 - 1), .int(-1 << 53 + 1), .number(1e308), .number(-0.5),
        .string("-1"), .string("99999999999999999999"), .null, .list([.int(-1)]), .object(["x": .int(-1)]),
    ]

    @Test(arguments: Operations.all)
    func `is answered`(operation: any APIOperation) throws {
        let cloud = try EmulatedCloud(EmulatedCloud.Configuration(seed: 1))
        for body in Self.bodies(operation) {
            let query = body.map { "\($0.key)=\(PercentEncoding.encoded($0.value.text ?? $0.value.json()))" }
            var path = operation.path.replacing("{project_id}", with: cloud.projectID)
            while let start = path.firstIndex(of: "{"), let end = path.firstIndex(of: "}") {
                path.replaceSubrange(start...end, with: "3c5e2638-b71f-4499-8d1e-355e89f21ae0")
            }
            let target = operation.method == .get ? "\(path)?\(query.joined(separator: "&"))" : path
            let request = try #require(
                Route.request(
                    method: operation.method.rawValue, target: target, body: Array(Value.object(body).json().utf8)))
            #expect((200..<600).contains(cloud.reply(to: request).answer.status))
        }
    }

    /// Requests that are sound but for one number, and the numbers alone.
    private static func bodies(_ operation: any APIOperation) -> [Object] {
        func bodies<O: APIOperation>(_: O) -> [Object] {
            O.Request.fieldInfos.flatMap { field -> [Object] in
                let inner = field.model.map { model in model.fieldInfos.map(\.name) } ?? []
                return numbers.flatMap { number -> [Object] in
                    let nested = inner.map { Value.object([$0: number]) }
                    return ([number] + nested).flatMap { value -> [Object] in
                        [[field.name: value], [field.name: .list([value])]]
                    }
                }
            }
        }
        return bodies(operation)
    }
}
