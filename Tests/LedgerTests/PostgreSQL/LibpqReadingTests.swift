import CPostgres
import Glibc
import Testing

@testable import Ledger

/// An address is read here, so that no message repeats a password, and by libpq, which connects: both must read the same.
struct LibpqReadingTests {
    /// Pieces of addresses and of keywords, well and badly put together.
    private static let pieces = [
        "postgresql://", "postgres://", "@", ":", "/", "?", "&", "=", ",", "[", "]", "[::1]", "%40", "%2F", "%zz", "%",
        "%00", "'",
        "\\", "\\'", "\\\\", " ", "  ", "\t", "host", "host=", "port=", "dbname=", "user=", "password=", "sslmode=",
        "service=",
        "hostaddr=", "application_name=", "hots=", "ssl=true", "db", "a", "b.example", "127.0.0.1", "5432", "1", "cph",
        "canary",
        "me", "disable", "'a b'", "é", "#", ";", "+", "/run/postgresql", "x=y",
    ]

    /// Whole texts, from which a piece is left out, doubled, or put in.
    private static let wholes = [
        ["postgresql://", "me", ":", "canary", "@", "b.example", ":", "5432", "/", "cph", "?", "sslmode=", "disable"],
        [
            "postgresql://", "a", ":", "1", ",", "[::1]", ",", "db", "/", "cph", "?", "application_name=", "x", "&",
            "user=", "me",
        ],
        ["postgresql://", "%2Frun", "/", "cph", "?", "host=", "/run/postgresql", "&", "port=", "5432"],
        [
            "host=", "b.example", " ", "port=", "5432", " ", "dbname=", "cph", " ", "password=", "'a b'", " ", "user",
            " = ", "me",
        ],
        ["service=", "cph", " ", "application_name=", "\\'", "a", " ", "sslmode=", "'disable'"],
    ]

    /// Numbers that are the same each time.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64 = 1

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 32) | (state << 32)
        }
    }

    private static func text(_ numbers: inout Numbers) -> String {
        guard Bool.random(using: &numbers), var whole = wholes.randomElement(using: &numbers) else {
            let start = ["postgresql://", "host=", "service=", ""].randomElement(using: &numbers) ?? ""
            let count = Int.random(in: 1...8, using: &numbers)
            return start + (0..<count).map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
        }
        for _ in 0..<Int.random(in: 0...2, using: &numbers) {
            let place = Int.random(in: 0..<whole.count, using: &numbers)
            switch Int.random(in: 0...2, using: &numbers) {
            case 0 where whole.count > 1: whole.remove(at: place)
            case 1: whole.insert(whole[place], at: place)
            default: whole.insert(pieces.randomElement(using: &numbers) ?? "", at: place)
            }
        }
        return whole.joined()
    }

    /// What libpq reads out of a text, by parameter; nil where it refuses it.
    private static func reading(_ text: String, _ names: some Sequence<String>) -> [String: String]? {
        var found: [String: String] = [:]
        for name in names {
            var problem: UnsafeMutablePointer<CChar>?
            let value = cpostgres_option_in(text, name, &problem)
            defer {
                free(value)
                free(problem)
            }
            if problem != nil { return nil }
            if let value { found[name] = String(cString: value) }
        }
        return found
    }

    @Test func `whatever is taken is read as libpq reads it, and what libpq refuses is refused`() throws {
        #expect(cpostgres_load() == nil)
        var numbers = Numbers()
        var taken = 0
        for _ in 0..<20_000 {
            let text = Self.text(&numbers)
            guard let address = try? DatabaseAddress(text) else { continue }
            taken += 1
            let theirs = Self.reading(address.connectionString, address.parameters.keys)
            // An empty value sets nothing.
            let ours = address.parameters.filter { !$0.value.isEmpty }
            #expect(theirs?.filter { !$0.value.isEmpty } == ours, "\(text)")
            let words = Self.reading(address.words, ours.keys)
            #expect(words?.filter { !$0.value.isEmpty } == ours.filter { !DatabaseAddress.isSecret($0.key) }, "\(text)")
        }
        #expect(taken > 2_000, "\(taken) of the texts are addresses")
    }
}
