// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, so that the root builds only the product. Its sources are the root's, through links, because all
/// of them must be compiled for the fuzzer.
let package = Package(
    name: "fuzz",
    targets: [
        .target(
            name: "CLua", cSettings: [.unsafeFlags(["-fsanitize=fuzzer-no-link"])],
            linkerSettings: [.linkedLibrary("lua5.4"), .linkedLibrary("m"), .linkedLibrary("dl")]),
        .target(name: "Text"),
        .target(name: "Clock", dependencies: ["Text"]),
        .target(name: "LuaKit", dependencies: ["CLua", "Clock", "Text"], exclude: ["README.md"]),
        .target(name: "LuaSyntax", dependencies: ["Text"]),
        .target(name: "Schema", dependencies: ["Text"]),
        .target(name: "CPHModel", dependencies: ["Schema", "Text"]),
        .executableTarget(
            name: "Fuzz", dependencies: ["CPHModel", "LuaKit", "LuaSyntax", "Schema"],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.name != "CLua" {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("InternalImportsByDefault"), .unsafeFlags(["-sanitize=fuzzer"]),
        ]
}
