import TestSupport
import Testing

/// The packages of the developers' tools build targets of this package through links, each with a manifest of its own.
struct ToolPackageTests {
    @Test func `a tool builds each of our targets with what the target needs`() throws {
        let ours = Self.dependencies(in: try Repository.text("Package.swift"))
        let manifests = ["*", "*/*"].flatMap { Repository.paths(matching: "scripts/tools/\($0)/Package.swift") }
        #expect(manifests.count > 1)
        for manifest in manifests {
            let folder = manifest.dropLast("/Package.swift".count)
            for (target, needed) in Self.dependencies(in: try Repository.text(manifest)) {
                guard let wanted = ours[target] else { continue }
                #expect(needed == wanted, "\(manifest): \(target)")
                let sources = Repository.paths(matching: "\(folder)/Sources/\(target)/*")
                #expect(!sources.isEmpty, "\(folder)/Sources/\(target) leads nowhere")
            }
        }
    }

    /// The names of what each target of a manifest depends on.
    private static func dependencies(in manifest: String) -> [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        for call in manifest.split(separator: "arget(").dropFirst() {
            let words = call.split(separator: "\"", omittingEmptySubsequences: false)
            guard words.count > 1, words[0].drop(while: \.isWhitespace) == "name: " else { continue }
            let list = call.split(separator: "dependencies: [").dropFirst().first?.prefix { $0 != "]" } ?? ""
            let names = list.split(separator: "\"", omittingEmptySubsequences: false)
            found[String(words[1])] = Set(names.indices.filter { $0 % 2 == 1 }.map { String(names[$0]) })
        }
        return found
    }
}
