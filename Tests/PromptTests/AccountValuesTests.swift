import CPHModel
import Emulator
import Prompt
import Session
import Synchronization
import Testing

/// What completion knows of the account.
struct AccountValuesTests {
    private let prompt: TestPrompt

    init() throws {
        prompt = try TestPrompt()
        _ = prompt.feed(
            """
            cph.api.create_cloud_phone_single_server { server_name = "game", server_model_name = "physical.rx2.32xlarge.4", \
            count = 1, keypair_name = "ops-2026", order_param = cph.order.months(1), \
            nics = { cph.nic("3c5e2638-b71f-4499-8d1e-355e89f21ae0") }, public_ip = cph.public_ip.none() };
            """)
    }

    @Test func `names and ids of the account are asked for at the first Tab`() {
        #expect(prompt.complete("cph.servers.create { keypair_name = \"") == ["ops-2026\""])
        #expect(
            prompt.complete("cph.servers.create { server_model_name = ").contains("\"physical.rx2.32xlarge.4\""))
        #expect(
            prompt.complete("cph.servers.create { nics = { { subnet_id = \"3c") == [
                "3c5e2638-b71f-4499-8d1e-355e89f21ae0\""
            ])
    }

    @Test func `an id is explained by its name`() throws {
        let text = "cph.api.show_cloud_phone_server_detail { server_id = \""
        let id = try #require(prompt.complete(text).first)
        #expect(prompt.explanation(of: id, in: text) == "game")
    }

    @Test func `an argument that is called like a field has the field's values`() {
        #expect(prompt.complete("cph.servers.show \"").count == 1)
        #expect(prompt.complete("cph.servers.show(\"") == prompt.complete("cph.servers.show \""))
        #expect(prompt.complete("cph.nic \"") == ["3c5e2638-b71f-4499-8d1e-355e89f21ae0\""])
    }

    @Test func `a field of which nothing is known offers no files`() {
        #expect(prompt.complete("cph.servers.create { server_name = \"/et").isEmpty)
    }

    @Test func `the service is asked once a minute`() throws {
        let cloud = CountingCloud(try EmulatedCloud(EmulatedCloud.Configuration(seed: 1)))
        let time = Mutex(Duration.zero)
        let live = AccountValues(cloud, patience: nil) { time.withLock(\.self) }
        let session = try Session(live, version: "test", script: "cph", arguments: [])
        let prompt = try Prompt(session, host: TestHost(), live: live) { .zero }
        func tab() { _ = prompt.complete("cph.servers.show \"", cursor: 18) }
        tab()
        tab()
        #expect(cloud.count.withLock(\.self) == 1)
        time.withLock { $0 = .seconds(59) }
        tab()
        #expect(cloud.count.withLock(\.self) == 1)
        time.withLock { $0 = .seconds(60) }
        tab()
        #expect(cloud.count.withLock(\.self) == 2)
        _ = prompt.feed(":profile prod")
        tab()
        #expect(cloud.count.withLock(\.self) == 3)
    }
}

/// Counts the calls to the cloud behind it.
private final class CountingCloud: CloudPhoneAPI {
    let count = Mutex(0)
    private let next: any CloudPhoneAPI

    init(_ next: any CloudPhoneAPI) { self.next = next }

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        count.withLock { $0 += 1 }
        return try await next.exchange(call)
    }
}
