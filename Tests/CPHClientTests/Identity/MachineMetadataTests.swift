import CPHModel
import CPHSigner
import Synchronization
import Testing

@testable import CPHClient

/// The metadata service of a machine, played by a table of answers: nothing here is sent to it.
struct MachineMetadataTests {
    private final class Service: Sendable {
        private let state: Mutex<(answers: [Exchange], requests: [HTTPRequest])>
        let machine = TestMachine()

        init(_ answers: [Exchange]) { state = Mutex((answers, [])) }

        var requests: [String] {
            state.withLock { state in
                state.requests.map { request in
                    let token = request.headers.value(of: "X-Metadata-Token").map { " with \($0)" } ?? ""
                    return "\(request.method) \(request.endpoint)\(request.target)\(token)"
                }
            }
        }

        var deadlines: [Deadlines] { state.withLock { $0.requests.map(\.deadlines) } }

        func metadata() -> MachineMetadata {
            MachineMetadata(machine.surroundings()) { request in
                self.state.withLock { state in
                    state.requests.append(request)
                    return state.answers.isEmpty
                        ? Exchange(bytesSent: 0, failure: TransportFailure(.connect, "no answer is left"))
                        : state.answers.removeFirst()
                }
            }
        }
    }

    private static func answer(_ status: Int, _ body: String = "") -> Exchange {
        Exchange(bytesSent: 1, answer: Answer(status: status, body: Array(body.utf8)))
    }

    private static let keys = answer(
        200,
        #"{"credential":{"access":"A","secret":"S","securitytoken":"T","expires_at":"2026-01-02T09:04:05.000000Z"}}"#)
    private static let put = "PUT http://169.254.169.254/meta-data/latest/api/token"
    private static let get = "GET http://169.254.169.254/openstack/latest/securitykey"

    @Test func `a token is fetched first, and keys with it`() async throws {
        let service = Service([Self.answer(200, "M1\n"), Self.keys, Self.keys])
        let metadata = service.metadata()
        #expect(try await metadata.keys().accessKey == "A")
        #expect(try await metadata.keys().expires == TestMachine.start + 6 * 3600)
        #expect(service.requests == [Self.put, "\(Self.get) with M1", "\(Self.get) with M1"])
        #expect(service.deadlines.allSatisfy { $0.connect <= .seconds(3) && $0.firstByte <= .seconds(3) })
    }

    @Test(arguments: [404, 405, 503])
    func `a service without tokens is asked without, and for a day not whether it has some`(status: Int) async throws {
        let service = Service([Self.answer(status), Self.keys, Self.keys, Self.answer(200, "M1"), Self.keys])
        let metadata = service.metadata()
        _ = try await metadata.keys()
        service.machine.advance(seconds: 24 * 3600 - 1)
        _ = try await metadata.keys()
        service.machine.advance(seconds: 1)
        _ = try await metadata.keys()
        #expect(service.requests == [Self.put, Self.get, Self.get, Self.put, "\(Self.get) with M1"])
    }

    @Test func `a token that has ended is fetched anew, once`() async throws {
        let service = Service([
            Self.answer(200, "M1"), Self.answer(401, "token expired"), Self.answer(200, "M2"), Self.keys,
        ])
        _ = try await service.metadata().keys()
        #expect(service.requests == [Self.put, "\(Self.get) with M1", Self.put, "\(Self.get) with M2"])
        let stubborn = Service([
            Self.answer(200, "M1"), Self.answer(401, "no"), Self.answer(200, "M2"), Self.answer(401, "no"),
        ])
        let error = await #expect(throws: CPHError.self) { try await stubborn.metadata().keys() }
        #expect(error?.httpStatus == 401 && stubborn.requests.count == 4)
    }

    @Test func `a machine without an agency is said to have none`() async throws {
        let service = Service([Self.answer(404), Self.answer(401, "Please configure Cloud Service Agency first.")])
        let error = await #expect(throws: CPHError.self) { try await service.metadata().keys() }
        #expect(error?.message == "this machine has no agency" && service.requests.count == 2)
    }

    @Test(arguments: [
        ([answer(400, "bad")], "bad"), ([answer(500)], "500"), ([answer(200, "")], "the answer is no token"),
        ([answer(200, "<html>\n<body>")], "the answer is no token"),
        ([answer(200, "M"), answer(200, "<html>")], "the answer holds no keys that can be read"),
        ([answer(200, "M"), answer(404, "<html>no</html>")], "no"),
        ([answer(200, "M"), answer(500, "M broke")], "broke"),
        ([answer(200, "M"), answer(401, "x"), answer(404)], "404"),
        (
            [Exchange(bytesSent: 0, failure: TransportFailure(.timeout, "no connection within 3 s"))],
            "the metadata service does not answer: no connection within 3 s"
        ),
    ])
    func `whatever else it answers is an error`(answers: [Exchange], words: String) async throws {
        let error = await #expect(throws: CPHError.self) { try await Service(answers).metadata().keys() }
        #expect(error?.description.contains(words) == true, "\(error as Any)")
    }
}
