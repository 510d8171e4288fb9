import TestSupport
import Testing

/// What a person at the prompt reads of purchases: now, before, or in a dry run not at all.
@Suite(.ownThreads)
struct TerminalResultTests {
    private static let buy = """
        cph.servers.create { server_name = "game", server_model_name = "m", keypair_name = "k", count = 2, \
        order_param = cph.order.months(1), public_ip = cph.public_ip.none(), \
        nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } };
        """

    @Test func `a line that buys says what it came to, and a dry run that nothing was bought`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        session.type(":dry on\r")
        try session.expect("cph emulator dry> ")
        session.type(Self.buy + "\r")
        try session.expect("dry run: would buy game: 2 servers x 1 month")
        try session.expect("dry run: 2 servers would be bought; nothing was bought")
        try session.expect("cph emulator dry> ")
        session.type(":dry off\r")
        try session.expect("cph emulator> ")
        try session.enter(Self.buy, shows: "2 bought, 0 were bought before")
        try session.enter(Self.buy, shows: "0 bought, 2 were bought before")
    }

    @Test func `a script on a terminal ends with the same line`() throws {
        let session = try TerminalSession("--emulator", "-e", Self.buy)
        try session.expect("2 bought, 0 were bought before")
        #expect(session.ended() == 0)
    }
}
