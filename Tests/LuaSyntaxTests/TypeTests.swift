import LuaSyntax
import Testing

/// LuaCATS types and what stands around them, as trees.
struct TypeTests {
    @Test(arguments: [
        "string", "string[]|{ a?: integer, [string]: boolean }|nil", "fun(a: string, ...: any): integer?, string",
        "\";\"|\"\\t\"|1", "table<string, cph.Plan[]>", "(string|number)[][]", "fun(self, a?: T)", "{}", "file*",
    ])
    func `a type is read as a tree that is written as it was`(text: String) {
        #expect(TypeExpression(text)?.description == text)
    }

    @Test func `a type names what it mentions`() {
        #expect(
            TypeExpression("table<string, cph.Plan[]>|fun(a: A): B")?.names == [
                "table", "string", "cph.Plan", "A", "B",
            ])
        #expect(
            TypeExpression("\"\\t\"") == .literal("\t")
                && TypeExpression("(a|b)?") == .optional(.union([.name("a", []), .name("b", [])])))
    }

    @Test(arguments: [("any", true), ("string?", true), ("integer|nil", true), ("string", false), ("nil[]", false)])
    func `a type tells whether nil is of it`(text: String, allowsNil: Bool) {
        #expect(TypeExpression(text)?.allowsNil == allowsNil)
    }

    @Test(arguments: [
        ("a integer  1 to 12", 1...12), ("a number  -0.5 to 2: of it", -0.5...2),
        ("a integer  0 or more; calls in all", 0...Double.greatestFiniteMagnitude), ("a integer  12 to 1", nil),
        ("a integer  one of 3", nil), ("a integer", nil), ("a integer  GiB, 1 to 5", nil),
    ])
    func `the words of a parameter begin with its limits`(text: String, limits: ClosedRange<Double>?) {
        #expect(TypeAnnotation(text).limits == limits)
    }

    @Test func `what stands behind a mark is taken apart`() {
        let annotation = TypeAnnotation("wait? fun(a: string): integer  how long")
        #expect(annotation.name == "wait" && annotation.isOptional && annotation.words == "how long")
        #expect(annotation.type == "fun(a: string): integer" && TypeAnnotation("x").type == "any")
        #expect(ClassAnnotation("(exact) cph.A").isExact && ClassAnnotation("(exact) cph.A").name == "cph.A")
        #expect(ClassAnnotation("cph.B: cph.A").name == "cph.B" && !ClassAnnotation("cph.B").isExact)
    }
}
