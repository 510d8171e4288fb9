import TestSupport
import Testing

@testable import Libraries

struct RockVersionTests {
    /// What LuaRocks 3.8 says of pairs of versions that were made at random: version, sign, version, whether it fits.
    @Test func `ranges hold the versions that LuaRocks puts into them`() throws {
        let lines = try String(decoding: Vectors.file("Tests/vectors/luarocks_versions.tsv"), as: UTF8.self).split(
            separator: "\n")
        #expect(lines.count == 400)
        for line in lines {
            let parts = line.split(separator: "\t").map { String($0) }
            let dependency = try #require(Dependency("rock \(parts[1]) \(parts[2])"), "\(line)")
            #expect(dependency.accepts(RockVersion(parts[0])) == (parts[3] == "true"), "\(line)")
        }
    }

    @Test(arguments: [
        ("inspect", "inspect"), (" Inspect>=3,<4 ", "inspect"), ("a.b-c_d 1.0", "a.b-c_d"), ("x ~> 1.2 != 1.2.5", "x"),
        ("x = 1 , @ 2", "x"), ("", nil), ("-", nil), ("x >=", nil), ("x >= 1 é", nil), ("x 1 2", "x"), ("x/y", nil),
        ("é", nil), ("x => 1", nil),
    ])
    func `a dependency is a name and signs with versions`(text: String, name: String?) {
        #expect(Dependency(text)?.name == name)
    }
}
