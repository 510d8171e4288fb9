import TestSupport
import Testing

/// A stranger finds things by their names: targets, files and types are held to it.
struct HouseTests {
    private let house: House

    init() throws { house = try House() }

    @Test func `there is something to look at`() {
        #expect(house.targets.contains("CPHModel") && house.targets.last == "cph")
        #expect(house.files.contains { $0.types.contains("CreateServer") })
    }

    @Test func `a file's types, extensions and imports are read at the margin`() {
        let file = House.file(
            "Sources/A/B+C.swift", target: "A",
            """
            public import Schema
            @preconcurrency import Glibc

            package final class B: Sendable {
                struct Inner {}
            }
            private enum Hidden {}
            extension Value {}
            """)
        #expect(file.types == ["B"] && file.extended == ["Value"] && file.imports == ["Schema", "Glibc"])
        #expect(file.subject == "B")
    }

    @Test func `no two targets have a type of one name`() {
        let places = Dictionary(grouping: house.files.flatMap { file in file.types.map { ($0, file.target) } }) { $0.0 }
        for (name, places) in places {
            let targets = Set(places.map(\.1))
            #expect(targets.count == 1, "\(name) is in \(targets.sorted().joined(separator: " and "))")
        }
    }

    @Test func `no two files have one name`() {
        for (name, files) in Dictionary(grouping: house.files, by: { $0.path.split(separator: "/").last ?? "" }) {
            #expect(files.count == 1, "\(name): \(files.map(\.path).joined(separator: ", "))")
        }
    }

    @Test func `a type stands in a file of its name, or of the type that it belongs to`() {
        let types = Dictionary(grouping: house.files, by: \.target).mapValues { Set($0.flatMap(\.types)) }
        for file in house.files where !file.types.isEmpty {
            let isNamed = types[file.target]?.contains(file.subject) == true || file.extended.contains(file.subject)
            #expect(isNamed, "\(file.path) holds \(file.types), and nothing is a \(file.subject)")
        }
    }

    @Test func `no target imports one that stands below it in the package`() {
        let places = Dictionary(uniqueKeysWithValues: zip(house.targets, 0...))
        for file in house.files {
            for module in file.imports {
                guard let other = places[module], let own = places[file.target] else { continue }
                #expect(other < own, "\(file.path) imports \(module)")
            }
        }
    }
}
