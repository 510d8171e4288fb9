import CPHModel
import Schema
import Testing

@testable import Ledger

/// The line that carries an answer to another run or machine.
struct AnswerDocumentTests {
    private func document(_ exchange: Exchange = StagedAnswer.whole.exchange, scope: String = "project")
        -> AnswerDocument
    {
        var response = CreateServerResponse()
        (response.orderID, response.serverIDs) = ("CS1", ["a1", "a2"])
        return AnswerDocument(
            ledgerID: "0123456789abcdef", ledger: "/home/ann/l.db", scope: scope, name: "game-1", attempt: 3,
            contentHash: "c0ffee", run: "r1", at: 1_790_000_000_000, exchange: exchange.asRecorded, response: response,
            cause: "no space \"left\"\non the disk, in Größe \u{1F4BE}")
    }

    private func read(_ text: String) -> [AnswerDocument.Finding] { AnswerDocument.all(in: Array(text.utf8)) }

    @Test(arguments: StagedAnswer.allCases)
    func `what is written is read again, on one line of plain ASCII`(answer: StagedAnswer) throws {
        let line = try document(answer.exchange).line()
        #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        #expect(read(line).map(\.document) == [document(answer.exchange)])
        #expect(read("before\n\(line)\nbehind").map(\.line) == [2])
    }

    @Test func `a body of any bytes comes back as it was`() throws {
        let bodies: [[UInt8]] = [
            Array(0...255), [], [0], Array("größer \u{202E}\u{1B}[0m\r\n\t\"\\".utf8), [0xFF, 0xFE, 0],
        ]
        for body in bodies {
            let exchange = Exchange(bytesSent: 7, answer: Answer(status: 502, body: body))
            #expect(read(try document(exchange).line()).first?.document?.exchange == exchange, "\(body)")
        }
    }

    @Test func `it is found behind a time, in the JSON of a log, between other text and with odd line ends`() throws {
        let line = try document().line()
        let inJSON = Value.object(["log": .string("\(line)\n"), "stream": "stderr"]).json()
        let twice = Value.object(["message": .string(inJSON)]).json()
        let texts = [
            "2026-11-30T06:01:02.123Z \(line)", "[ann] ##[error]\(line)\r\n", "\u{FEFF}\u{1B}[31m\(line)\u{1B}[0m",
            inJSON,
            twice, "a\n\n \(line) and more } text\n", "\(line) \(line)",
        ]
        for text in texts {
            let found = read(text)
            #expect(!found.isEmpty && found.allSatisfy { $0.document == document() }, "\(text): \(found)")
        }
        #expect(read("\(line) \(line)").count == 2)
        #expect(read("the word cph_answer alone, and {\"other\":1,\"cph_answer\":1}").isEmpty)
    }

    @Test func `wherever it is cut and whichever letter is changed, it is not believed`() throws {
        let line = Array(try document().line().utf8)
        let start = "{\"cph_answer".utf8.count
        for end in start..<line.count {
            let found = AnswerDocument.all(in: Array(line[..<end]))
            #expect(found.count == 1 && found[0].document == nil && found[0].damage == "it is cut", "\(end)")
        }
        for place in start..<line.count {
            for other in [line[place] ^ 1, UInt8(ascii: "*")] where other != line[place] {
                var changed = line
                changed[place] = other
                let found = AnswerDocument.all(in: changed)
                #expect(found.allSatisfy { $0.document == nil && $0.damage != nil }, "\(place): \(found)")
            }
        }
    }

    @Test func `what a CI system has hidden is filled in where the ledger knows it`() throws {
        let line = try document(scope: "0a1b2c3d").line()
        let masked = line.replacing("0a1b2c3d", with: "***")
        let found = read(masked)
        #expect(found.first?.document == nil)
        #expect(found.first?.damage?.contains("it has ***, as CI systems write for what they hide") == true)
        let filled = AnswerDocument.all(in: Array(masked.utf8), masked: ["other", "0a1b2c3d"])
        #expect(filled.first?.document == document(scope: "0a1b2c3d"))
        let twice = Value.object(["log": .string(masked)]).json()
        #expect(AnswerDocument.all(in: Array(twice.utf8), masked: ["0a1b2c3d"]).first?.document != nil)
    }

    @Test func `a document of a newer cph says so`() throws {
        let content = "{\"cph_answer\":2,\"news\":true"
        let line = content + AnswerDocument.seal + (try Digest.hex(Array(content.utf8))) + "\"}"
        #expect(read(line).first?.damage == "it was written by another version of cph, use that one")
    }
}
