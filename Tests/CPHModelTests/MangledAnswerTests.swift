import Schema
import TestSupport
import Testing

@testable import CPHModel

/// Every recorded answer, with its bytes cut, doubled, wrapped and written in another encoding.
struct MangledAnswerTests {
    private struct Recorded {
        let name: String
        let status: Int
        let body: String
    }

    private static func recorded() throws -> [Recorded] {
        try #require(try Vectors.load("responses")["cases"].items).compactMap { item in
            guard let name = item["name"].text, let body = item["reply"]["body"].text else { return nil }
            return Recorded(name: name, status: item["reply"]["status"].integer ?? 200, body: body)
        }
    }

    /// What happens to an answer on its way: by one byte, as a whole, or in its encoding.
    private static func mangled(_ body: String) -> [(how: String, bytes: [UInt8])] {
        let bytes = Array(body.utf8)
        var all: [(String, [UInt8])] = [
            ("doubled", bytes + bytes), ("doubled on lines", bytes + [0x0A] + bytes),
            ("marked", [0xEF, 0xBB, 0xBF] + bytes), ("marked twice", [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF] + bytes),
            ("in a list", Array("[\(body)]".utf8)), ("in data", Array(#"{"data":\#(body)}"#.utf8)),
            ("twice in data", Array(#"{"code":0,"data":{"result":\#(body)}}"#.utf8)),
            ("as text", Array(Value.object(["body": .string(body)]).json().utf8)),
            ("as a text alone", Array(Value.string(body).json().utf8)),
            ("as a callback", Array("cb(\(body));".utf8)), ("as a page", Array("<pre>\(body)</pre>".utf8)),
            ("UTF-16 LE", body.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
            ("UTF-16 BE", [0xFE, 0xFF] + body.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
            ("UTF-32 LE", body.unicodeScalars.flatMap { [UInt8($0.value & 0xFF), UInt8($0.value >> 8 & 0xFF), 0, 0] }),
            ("GBK beside", Array(#"{"name":""#.utf8) + [0xB0, 0xC4] + Array(#"","data":\#(body)}"#.utf8)),
        ]
        for index in bytes.indices {
            let (before, after) = (Array(bytes[..<index]), Array(bytes[index...]))
            all.append(("cut at \(index)", before))
            all.append(("without its first \(index)", after))
            all.append(("byte \(index) doubled", before + [bytes[index]] + after))
            all.append(("byte \(index) missing", before + after.dropFirst()))
        }
        return all
    }

    /// The orders that a text names in so many words.
    private static func orders(in bytes: [UInt8]) -> Set<String> {
        let letters = bytes.filter { $0 != 0 && $0 != UInt8(ascii: "\\") }
        let text = String(decoding: letters, as: UTF8.self)
        return Set(text.matches(of: /"order_id" *: *"([A-Za-z0-9_-]{1,64})"/).map { String($0.output.1) })
    }

    private static func order(_ verdict: Verdict) -> String? {
        switch verdict {
        case .accepted(let response), .partial(let response), .orderOnly(let response), .unpaid(let response):
            response.orderID
        case .inDoubt(let doubt): doubt.salvage.orderID
        case .refused, .throttled, .unauthorized, .notSent: nil
        }
    }

    @Test func `no order that stands in the bytes is lost, and nothing is success that was none`() throws {
        let recorded = try Self.recorded()
        #expect(recorded.count >= 14)
        var looked = 0
        for answer in recorded {
            for (how, bytes) in Self.mangled(answer.body) {
                let orders = Self.orders(in: bytes)
                for status in Set([answer.status, 200, 500]) {
                    let exchange = Exchange(bytesSent: 1, answer: Answer(status: status, body: bytes))
                    let verdict = Verdict(exchange, count: 2, paysAtOnce: true)
                    looked += 1
                    if orders.count == 1 {
                        #expect(Self.order(verdict) == orders.first, "\(answer.name), \(how), \(status): \(verdict)")
                    }
                    guard case .accepted(let response) = verdict else { continue }
                    let read = try Value(json: bytes)
                    let ids = (read["server_ids"].items ?? []).compactMap(\.text)
                    #expect(status == 200 && Set(ids).count == 2, "\(answer.name), \(how)")
                    #expect(response.serverIDs.map(Set.init) == Set(ids), "\(answer.name), \(how)")
                }
            }
        }
        #expect(looked > 5000)
    }
}
