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
        .target(name: "CFiles"),
        .target(name: "Files", dependencies: ["CFiles"]),
        .target(name: "Clock", dependencies: ["Files", "Text"]),
        .target(name: "LuaKit", dependencies: ["CLua", "Clock", "Text"], exclude: ["README.md"]),
        .target(name: "LuaSyntax", dependencies: ["Text"]),
        .target(name: "Schema", dependencies: ["Text"]),
        .target(name: "CPHModel", dependencies: ["Schema", "Text"]),
        .target(name: "CCrypto", linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "Crypto", dependencies: ["CCrypto", "Text"]),
        .target(name: "Addresses"),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "CPostgres", linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "Policies", dependencies: ["CPHModel", "Clock", "Schema", "Text"]),
        .target(
            name: "Ledger",
            dependencies: [
                "CPHModel", "CPostgres", "CSQLite", "Clock", "Crypto", "Files", "Policies", "Schema", "Text",
            ]),
        .target(name: "Bindings", dependencies: ["CPHModel", "Crypto", "LuaKit", "Schema", "Text"]),
        .target(
            name: "Projects",
            dependencies: [
                "Addresses", "Bindings", "CPHModel", "Crypto", "Files", "Ledger", "LuaKit", "LuaSyntax", "Policies",
                "Schema", "Text",
            ]),
        .target(
            name: "Libraries",
            dependencies: ["Addresses", "Crypto", "Files", "LuaSyntax", "Projects", "Schema", "Text"]),
        .target(name: "Terminal", dependencies: ["Files", "Schema", "Text"]),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "CPHModel", "Files", "Ledger", "Libraries", "LuaKit", "LuaSyntax", "Projects", "Schema", "Terminal",
                "Text",
            ],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]),
    ],
    swiftLanguageModes: [.v6]
)

// What is written in C, but for Lua's boundary, is not looked at: the fuzzer follows Swift.
for target in package.targets where !target.name.hasPrefix("C") || target.name.hasPrefix("CPH") {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("InternalImportsByDefault"), .unsafeFlags(["-sanitize=fuzzer", "-enable-testing"]),
        ]
}
