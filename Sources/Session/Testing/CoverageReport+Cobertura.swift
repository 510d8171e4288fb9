import Text

extension CoverageReport {
    /// Writes the XML of Cobertura, which servers for continuous integration read; each line counts as run once or never,
    /// and each file as a class of the package that is its folder.
    ///
    /// - Parameter root: The folder that the files' names are relative to.
    package func cobertura(root: String, milliseconds: Int) -> String {
        let packages = Dictionary(grouping: files) { Self.folder($0.name) }.sorted { $0.key < $1.key }
        let totals =
            Self.rate(files)
            + xmlAttributes([
                "lines-covered": "\(files.reduce(0) { $0 + $1.runLines.count })",
                "lines-valid": "\(files.reduce(0) { $0 + $1.lines.count })", "branches-covered": "0",
                "branches-valid": "0", "version": "cph", "timestamp": "\(milliseconds)",
            ])
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
            <coverage\(totals)>
              <sources><source>\(xmlText(root))</source></sources>
              <packages>
            \(packages.map { Self.package($0.key, $0.value) }.joined())  </packages>
            </coverage>

            """
    }

    private static func package(_ name: String, _ files: [LuaCoverage.File]) -> String {
        let classes = files.map { file in
            let lines = file.lines.map { line in
                "          <line number=\"\(line)\" hits=\"\(file.runLines.contains(line) ? 1 : 0)\"/>\n"
            }
            let names = xmlAttributes(["name": file.name, "filename": file.name])
            return """
                      <class\(names)\(rate([file]))>
                        <methods/>
                        <lines>
                \(lines.joined())        </lines>
                      </class>

                """
        }
        return """
                <package\(xmlAttributes(["name": name]))\(rate(files))>
                  <classes>
            \(classes.joined())      </classes>
                </package>

            """
    }

    private static func rate(_ files: [LuaCoverage.File]) -> String {
        let (all, run) = (files.reduce(0) { $0 + $1.lines.count }, files.reduce(0) { $0 + $1.runLines.count })
        let rate = all == 0 ? 1 : Double(run) / Double(all)
        let digits = "\(Int((rate * 10_000).rounded()) + 10_000)"
        let text = "\(digits.first == "2" ? "1" : "0").\(digits.dropFirst())"
        return xmlAttributes(["line-rate": text, "branch-rate": "0", "complexity": "0"])
    }

    private static func folder(_ name: String) -> String {
        name.lastIndex(of: "/").map { String(name[..<$0]) } ?? "."
    }
}
