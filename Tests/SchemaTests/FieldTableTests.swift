import Schema
import Testing

/// A model small enough to read at a glance, so that each test states one fact.
private struct Bulb: Model {
    var label = ""
    var watts = 0
    var colour: Colour?
    var socket: Socket?
    var tags: [String]?

    static let name = "Bulb"
    static let doc = "Gives light."
    static let fields: [Field<Bulb>] = [
        Field("label", \.label, .bytes(1...8), doc: "What it is called"),
        Field("watts", \.watts, .range(1...100), .atMost(60).inferred, doc: "Power"),
        Field("colour", \.colour, default: "warm", doc: "Of the light"),
        Field("socket", \.socket, doc: "Where it is screwed in"),
        Field("tags", \.tags, .items(1...2), .each(.notEmpty), doc: "Free words"),
    ]
    static let checks: [Check<Bulb>] = [
        Check(at: "socket.size", needs: ["watts", "socket.size"], .conflict, "must be 27 above 40 watts") {
            $0.watts > 40 && $0.socket.map { $0.size != 27 } == true ? "is too small" : nil
        }
    ]
}

private struct Socket: Model {
    var size = 0

    static let name = "Socket"
    static let doc = "Holds a bulb."
    static let fields: [Field<Socket>] = [Field("size", \.size, .atLeast(10), doc: "Diameter in mm")]
}

/// Its fields are no stored ones: one is computed, one observed.
private struct Dimmer: Model {
    var percent: Int? { didSet { changes += 1 } }
    var changes = 0
    var level: Int {
        get { (percent ?? 0) / 10 }
        set { percent = newValue * 10 }
    }

    static let name = "Dimmer"
    static let doc = "Makes light less."
    static let fields: [Field<Dimmer>] = [
        Field("level", \.level, doc: "0 to 10"), Field("percent", \.percent, doc: "0 to 100"),
    ]
}

private enum Colour: String, Choice {
    case warm, cold
    var meaning: String { self == .warm ? "2700 K" : "6500 K" }
}

private func lines(_ value: Value) -> [String] { Bulb.problems(in: value).map(\.description) }

struct FieldTableTests {
    @Test func `reads what is valid and writes it back in wire order`() throws {
        let bulb = try Bulb(validating: ["watts": 40, "label": "desk", "socket": ["size": 14], "colour": "cold"])
        #expect(bulb.colour == .cold)
        #expect(bulb.value.json() == #"{"label":"desk","watts":40,"colour":"cold","socket":{"size":14}}"#)
    }

    @Test func `a field may be a computed or an observed property`() throws {
        let dimmer = try Dimmer(validating: ["level": 7])
        #expect(dimmer.value.json() == #"{"level":7,"percent":70}"#)
        #expect(try Dimmer(validating: ["level": 7, "percent": 35]).changes == 2)
    }

    @Test func `reports every problem at once, in field order, unknown fields last`() {
        let problems = lines([
            "wats": 1, "tags": [], "socket": ["size": "x", "sise": 1], "colour": "warn", "watts": 101, "zzz": 1,
        ])
        #expect(
            problems == [
                "label: is missing; needs string: What it is called",
                "watts: is 101; must be 1 to 100",
                "watts: warning: is 101; must be at most 60 (inferred)",
                "colour: is \"warn\"; must be \"warm\" (2700 K) or \"cold\" (6500 K); did you mean \"warm\"?",
                "socket.size: is a string (\"x\"); must be an integer",
                "socket.sise: is not a field of Socket; did you mean size?",
                "tags: has 0 items; must have 1 to 2 items",
                "wats: is not a field of Bulb; did you mean watts?",
                "zzz: is not a field of Bulb; Bulb has label, watts, colour, socket, tags",
            ])
    }

    @Test(arguments: [(0, false), (1, true), (100, true), (101, false)])
    func `accepts a limit's ends and nothing beyond`(watts: Int, isAccepted: Bool) {
        let errors = Bulb.problems(in: ["label": "x", "watts": .int(watts)]).filter { $0.severity == .error }
        #expect(errors.isEmpty == isAccepted)
    }

    @Test func `a warning does not keep a value from being valid`() throws {
        #expect(try Bulb(validating: ["label": "x", "watts": 61]).watts == 61)
        #expect(lines(["label": "x", "watts": 61]) == ["watts: warning: is 61; must be at most 60 (inferred)"])
    }

    @Test func `compares fields only when both could be read`() {
        #expect(
            lines(["label": "x", "watts": 41, "socket": ["size": 14]]) == [
                "socket.size: is too small; must be 27 above 40 watts"
            ])
        #expect(
            lines(["label": "x", "watts": 41, "socket": ["size": 9]]) == [
                "socket.size: is 9; must be at least 10"
            ])
    }

    @Test func `points into lists, counting from 1`() {
        #expect(lines(["label": "x", "watts": 1, "tags": ["a", ""]]) == ["tags[2]: is empty; must not be empty"])
        #expect(
            lines(["label": "x", "watts": 1, "tags": ["a", 7]]) == ["tags[2]: is an integer (7); must be a string"])
    }

    @Test func `a number for a key, and a table where a list is due, are shown as a script has them`() {
        #expect(
            lines(["label": "x", "watts": 1, "tags": ["a": "b"], "[5]": 1]) == [
                "tags: is a table; must be a list: { … } around it makes one",
                "[5]: is not a field of Bulb; Bulb has label, watts, colour, socket, tags",
            ])
    }

    @Test func `takes null for absent`() {
        #expect(
            lines(["label": nil, "watts": 1, "colour": nil]) == [
                "label: is missing; needs string: What it is called"
            ])
    }

    @Test func `takes an empty list for an empty table and the other way round`() {
        #expect(
            lines(["label": "x", "watts": 1, "socket": []]) == [
                "socket.size: is missing; needs integer: Diameter in mm"
            ])
        #expect(Bulb.problems(in: ["label": "x", "watts": 1, "tags": [:]]).map(\.code) == [.length])
    }

    @Test func `takes 3.0 for 3 and refuses 3.5`() {
        #expect(lines(["label": "x", "watts": 3.0]).isEmpty)
        #expect(lines(["label": "x", "watts": 3.5]) == ["watts: is a number (3.5); must be an integer"])
    }

    @Test func `names what is not even a value`() {
        #expect(lines(.foreign("a function")) == ["is a function; must be a table of Bulb"])
        #expect(
            lines(["label": .foreign("a string that is not UTF-8"), "watts": 1]) == [
                "label: is a string that is not UTF-8; must be a string"
            ])
    }

    @Test func `an answer is salvaged field by field`() {
        let (bulb, problems) = Bulb.salvage(["label": 5, "watts": 7, "new": 1, "tags": ["a", nil, "b"]])
        #expect(bulb.watts == 7)
        #expect(bulb.tags == ["a", "b"])
        #expect(problems.map(\.path.description) == ["label", "tags[2]"])
    }

    @Test func `shows control and direction characters instead of sending them to a terminal`() {
        #expect(
            lines(["label": "x", "watts": "\u{1B}[2K\u{202E}"]) == [
                "watts: is a string (\"\\u{1b}[2K\\u{202e}\"); must be an integer"
            ])
    }
}

struct PathTests {
    @Test func `prints as a script would write it`() {
        let path = Path([.key("nics"), .index(2), .key("subnet_id")])
        #expect(path.description == "nics[2].subnet_id")
        #expect(Path("nics[2].subnet_id") == path)
        #expect(Path([.key("odd name"), .key("1a"), .key("end")]).description == "[\"odd name\"][\"1a\"].end")
    }
}

struct UUIDTests {
    @Test(arguments: [
        ("3c5e2638-b71f-4499-8d1e-355e89f21ae0", true), ("ABCDEFAB-CDEF-4ABC-8DEF-ABCDEFABCDEF", true),
        ("3c5e2638-b71f-4499-8d1e-355e89f21ae", false), ("3c5e2638-b71f-4499-8d1e-355e89f21ae00", false),
        ("3c5e2638b71f44998d1e355e89f21ae0", false), ("3c5e2638-b71f-4499-8d1e-355e89f21aeg", false), ("", false),
    ])
    func `is 32 hexadecimal digits in five groups`(text: String, isValid: Bool) {
        #expect(isUUID(text) == isValid)
    }
}
