import Policies
import Schema
import Testing

/// Patterns of names, as the rule `names` takes them.
struct NameGlobTests {
    @Test(arguments: [
        ("*", "", true), ("*", "anything", true), ("a*", "a", true), ("a*", "ab", true),
        ("a*", "ba", false), ("*a", "ba", true), ("*a", "ab", false), ("a?c", "abc", true), ("a?c", "ac", false),
        ("a*b*c", "a-b-b-c", true), ("a*b*c", "a-c-b", false), ("*-b??", "game-b01", true), ("游?", "游戏", true),
        ("[ab]", "a", false), ("a.c", "abc", false),
    ])
    func `a pattern fits the whole name or not at all`(pattern: String, name: String, fits: Bool) throws {
        let policy = try Policy(reading: ["names": [.string(pattern)]], source: "p", lines: [:])
        let subject = PolicySubject(request: ["server_name": .string(name)])
        #expect(policy.breaches(subject).isEmpty == fits)
    }

    @Test func `many stars take no longer than the name is long`() throws {
        let pattern = String(repeating: "*a", count: 200) + "b"
        let policy = try Policy(reading: ["names": [.string(pattern)]], source: "p", lines: [:])
        let name = String(repeating: "a", count: 400)
        #expect(!policy.breaches(PolicySubject(request: ["server_name": .string(name)])).isEmpty)
    }
}
