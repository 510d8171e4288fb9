import CPHModel
import Files
import Glibc
import Synchronization
import Testing

@testable import Ledger

/// Answers that the ledger could not take wait in a folder, and the next run delivers them before it buys anything.
struct SpoolTests {
    private static func failing(_ fault: CrashPointFault = .diskFull, at step: CrashPoint = .answerOpen)
        -> CrashPointHook
    {
        { (reached: CrashPoint) throws(CrashPointFault) in if reached == step { throw fault } }
    }

    private func spool(_ bench: Bench) -> [String] { Files.list("\(bench.folder)/spool") }

    private func purchase(_ bench: Bench, _ name: String = "game-1") throws -> PurchaseRecord? {
        let journal = try bench.journal(.read)
        _ = try journal.verify()
        return try journal.purchases(named: name).first
    }

    @Test(arguments: [CrashPointFault.diskFull, .ioError], [CrashPoint.answerOpen, .outcomeOpen])
    func `the next run knows the answer before it asks anybody`(fault: CrashPointFault, step: CrashPoint) async throws {
        let bench = try Bench()
        _ = try? await bench.ledger(hook: Self.failing(fault, at: step)).buy()
        #expect(try purchase(bench)?.state == .sending)
        let files = spool(bench)
        #expect(files.count == 1 && files[0].hasPrefix("game-1-1-") && files[0].hasSuffix(".json"))
        #expect(try bench.mode("spool") == 0o700 && bench.mode("spool/\(files[0])") == 0o600)
        let lists = bench.cloud.lists
        let ids = try await bench.ledger(run: "r2").buy()
        #expect(ids == bench.cloud.serverIDs.reversed() && bench.cloud.creates == 1 && bench.cloud.lists == lists)
        #expect(try purchase(bench)?.state == .accepted && spool(bench).isEmpty)
        #expect(bench.said.text.contains("recorded; the purchase went from sending to accepted"))
    }

    @Test func `it is delivered before another name is bought, and once`() async throws {
        let bench = try Bench()
        _ = try? await bench.ledger(hook: Self.failing()).buy()
        let ledger = try bench.ledger(run: "r2")
        _ = try await ledger.buy(.sample("game-2"))
        #expect(try purchase(bench)?.state == .accepted && spool(bench).isEmpty)
        let kinds = try bench.journal(.read).history(of: try #require(try purchase(bench))).map(\.kind)
        #expect(kinds == [.planned, .approved, .sending, .answered, .outcome])
    }

    @Test(arguments: [CrashPoint.answerOpen, .answerDurable, .outcomeOpen, .outcomeDurable])
    func `a run that is killed while it delivers leaves the document for the next one`(step: CrashPoint) async throws {
        let bench = try Bench()
        _ = try? await bench.ledger(hook: Self.failing()).buy()
        let error = await #expect(throws: CPHError.self) {
            try await bench.ledger(run: "r2", hook: Self.failing(.crash, at: step)).buy(.sample("game-2"))
        }
        #expect(error?.code == "crashed" && spool(bench).count == 1 && bench.cloud.creates == 1)
        _ = try await bench.ledger(run: "r3").buy(.sample("game-2"))
        #expect(try purchase(bench)?.state == .accepted && spool(bench).isEmpty)
    }

    @Test func `while the disk stays full nothing is bought, and the document stays`() async throws {
        let bench = try Bench()
        _ = try? await bench.ledger(hook: Self.failing()).buy()
        let error = await #expect(throws: CPHError.self) {
            try await bench.ledger(run: "r2", hook: Self.failing()).buy(.sample("game-2"))
        }
        #expect(error?.code == "disk_full" && error?.message.contains("waits in \(bench.folder)/spool/game-1") == true)
        #expect(error?.message.hasSuffix("nothing was sent") == true && bench.cloud.creates == 1)
        #expect(spool(bench).count == 1)
    }

    @Test func `where the spool can't be written either, the line and the emergency file have it all`() async throws {
        let bench = try Bench()
        try bench.write([], "spool")
        _ = try? await bench.ledger(hook: Self.failing()).buy()
        let said = bench.said.text
        #expect(
            said.contains("no run will find it by itself: cannot ") && said.contains("cph ledger import-spool FILE"))
        let emergency = try bench.read("emergency/emergency-game-1-1.json")
        for text in [said, emergency] {
            let document = try #require(AnswerDocument.all(in: Array(text.utf8)).first?.document)
            #expect(document.name == "game-1" && document.response.serverIDs == bench.cloud.serverIDs.reversed())
        }
        let document = try #require(AnswerDocument.all(in: Array(emergency.utf8)).first?.document)
        let ledger = try bench.ledger(run: "r2", scope: "")
        #expect(try await ledger.deliver(document) == .recorded(from: .sending, to: .accepted))
        #expect(try await ledger.deliver(document) == .known)
        #expect(try purchase(bench)?.serverIDs == bench.cloud.serverIDs.reversed())
    }

    @Test func `a document of another ledger or project stays and is nobody's here`() async throws {
        let (bench, other) = (try Bench(), try Bench())
        _ = try? await bench.ledger(hook: Self.failing()).buy()
        let file = try #require(spool(bench).first)
        try other.makeFolder("spool")
        try other.write(try bench.bytes("spool/\(file)"), "spool/\(file)")
        _ = try await other.ledger().buy(.sample("mine"))
        #expect(spool(other) == [file])
        let document = try #require(AnswerDocument.all(in: try bench.bytes("spool/\(file)")).first?.document)
        let ledger = try other.ledger(run: "r2")
        let error = await #expect(throws: CPHError.self) { try await ledger.deliver(document) }
        #expect(error?.code == "foreign" && error?.message.contains("is for the ledger \(bench.file)") == true)
        _ = try await bench.ledger(run: "r2", scope: "elsewhere").buy(.sample("mine"))
        #expect(spool(bench) == [file])
    }

    @Test func `a file that is cut, empty or no document stays, says why, and keeps nobody from buying`() async throws {
        let bench = try Bench()
        _ = try? await bench.ledger(hook: Self.failing()).buy()
        let file = try #require(spool(bench).first)
        try bench.write(Array(try bench.bytes("spool/\(file)").dropLast(9)), "spool/\(file)")
        try bench.write([], "spool/empty")
        symlink("/etc/passwd", "\(bench.folder)/spool/link")
        #expect(try await bench.ledger(run: "r2").buy().count == 2)
        #expect(bench.said.text.contains("\(file) can't be delivered: it is cut; the file stays"))
        #expect(bench.said.text.contains("empty can't be delivered: it holds no answer; the file stays"))
        #expect(bench.said.text.contains("link can't be delivered: Too many levels of symbolic links"))
        #expect(spool(bench).count == 3 && bench.cloud.creates == 1)
    }

    @Test func `a ledger that does not know what waits for it was rolled back, and buys nothing`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger()
        _ = try await ledger.buy(.sample("before"))
        let (old, mark) = (try bench.bytes("state/ledger.db"), try bench.bytes("state/ledger.db-wal"))
        await ledger.forget()
        _ = try? await bench.ledger(run: "r2", hook: Self.failing()).buy()
        try bench.write(old, "state/ledger.db")
        bench.removeSideFiles()
        try bench.write(mark, "state/ledger.db-wal")
        for name in ["ledger.db.mark", "ledger.db.checked"] { unlink("\(bench.folder)/state/\(name)") }
        let error = await #expect(throws: CPHError.self) { try await bench.ledger(run: "r3").buy() }
        #expect(error?.code == "rolled_back" && error?.message.contains("\"game-1\" is not in it") == true)
        #expect(bench.cloud.creates == 2 && spool(bench).count == 1)
    }
}

extension Ledger {
    /// Gives the lock back without a last line.
    fileprivate func forget() { lock = nil }
}
