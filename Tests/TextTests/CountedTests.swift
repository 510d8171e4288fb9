import Testing
import Text

struct CountedTests {
    @Test(arguments: [(0, "0 servers"), (1, "1 server"), (2, "2 servers"), (-1, "-1 servers")])
    func `only one is singular`(_ count: Int, _ expected: String) {
        #expect(counted(count, "server") == expected)
    }

    @Test func `an irregular plural is given`() {
        #expect(counted(1, "library", plural: "libraries") == "1 library")
        #expect(counted(3, "library", plural: "libraries") == "3 libraries")
    }
}
