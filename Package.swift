// swift-tools-version: 6.2
import PackageDescription

/// What is shipped has Lua inside; what is developed starts its build faster without.
let lua = Context.environment["CPH_STATIC_LUA"] == nil ? "lua5.4" : ":liblua5.4.a"

/// Listed bottom-up: a target depends only on targets above it. `scripts/check` builds with explicit imports enforced.
let package = Package(
    name: "cph",
    products: [
        .executable(name: "cph", targets: ["cph"]),
        .library(name: "LuaKit", targets: ["LuaKit"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    ],
    targets: [
        .target(name: "Text"),
        .target(name: "CCrypto", linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "Crypto", dependencies: ["CCrypto", "Text"]),
        .target(name: "Addresses"),
        .target(name: "CFiles"),
        .target(name: "Files", dependencies: ["CFiles"]),
        .target(name: "Clock", dependencies: ["Files", "Text"]),
        .target(name: "CLua", linkerSettings: [.linkedLibrary(lua), .linkedLibrary("m"), .linkedLibrary("dl")]),
        .target(name: "LuaKit", dependencies: ["CLua", "Clock", "Text"], exclude: ["README.md"]),
        .target(name: "LuaSyntax", dependencies: ["Text"]),
        .target(name: "Schema", dependencies: ["Text"]),
        .target(name: "CPHModel", dependencies: ["Schema", "Text"]),
        .target(name: "CPHSigner", dependencies: ["Crypto", "Text"]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl")]),
        .target(
            name: "CPHClient",
            dependencies: [
                "Addresses", "CCurl", "CPHModel", "CPHSigner", "Clock", "Crypto", "Files", "Schema", "Text",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(
            name: "Emulator",
            dependencies: [
                "Addresses", "CPHModel", "CPHSigner", "Clock", "Files", "Schema", "Text",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .target(name: "Policies", dependencies: ["CPHModel", "Clock", "Schema", "Text"]),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "CPostgres", linkerSettings: [.linkedLibrary("dl")]),
        .target(
            name: "Ledger",
            dependencies: [
                "CPHModel", "CPostgres", "CSQLite", "Clock", "Crypto", "Files", "Policies", "Schema", "Text",
            ]),
        .target(name: "CStdlib"),
        .target(
            name: "Stdlib", dependencies: ["CStdlib"], path: "stdlib",
            exclude: [
                "CREDENTIALS.md", "LIBRARIES.md", "OPERATIONS.md", "POLICIES.md", "README.md", "cph", "guides",
                "site", "starts",
            ]),
        .target(name: "Bindings", dependencies: ["CPHModel", "Crypto", "LuaKit", "Schema", "Text"]),
        .target(
            name: "Catalog", dependencies: ["Bindings", "CPHModel", "LuaKit", "LuaSyntax", "Schema", "Stdlib", "Text"]),
        .target(
            name: "Docs",
            dependencies: ["Bindings", "Catalog", "CPHModel", "LuaKit", "LuaSyntax", "Schema", "Stdlib", "Text"]),
        .target(
            name: "Projects",
            dependencies: [
                "Addresses", "Bindings", "CPHModel", "Crypto", "Files", "Ledger", "LuaKit", "LuaSyntax", "Policies",
                "Schema", "Text",
            ]),
        .target(
            name: "Session",
            dependencies: [
                "Bindings", "CPHModel", "Crypto", "Files", "LuaKit", "LuaSyntax", "Projects", "Schema", "Stdlib",
                "Text",
            ]),
        .target(
            name: "Checking",
            dependencies: [
                "Bindings", "Catalog", "CPHModel", "Files", "LuaKit", "LuaSyntax", "Policies", "Projects", "Schema",
                "Session", "Stdlib", "Text",
            ]),
        .target(
            name: "Prompt",
            dependencies: [
                "Bindings", "Catalog", "Clock", "CPHModel", "Docs", "Files", "LuaKit", "LuaSyntax", "Projects",
                "Schema",
                "Session",
                "Text",
            ]),
        .target(
            name: "Purchasing",
            dependencies: [
                "Bindings", "CPHClient", "CPHModel", "Clock", "Files", "Ledger", "LuaKit", "Policies", "Schema", "Text",
            ]),
        .target(
            name: "Rehearsal",
            dependencies: [
                "Bindings", "CPHModel", "Clock", "Emulator", "Ledger", "LuaKit", "Purchasing", "Projects", "Schema",
                "Session", "Stdlib", "Text",
            ]),
        .target(
            name: "Libraries",
            dependencies: ["Addresses", "Crypto", "Files", "LuaSyntax", "Projects", "Schema", "Text"]),
        .target(name: "Terminal", dependencies: ["Files", "Schema", "Text"]),
        .target(name: "CBuild"),
        .executableTarget(
            name: "cph",
            dependencies: [
                "Addresses", "Bindings", "CBuild", "Catalog", "Checking", "CPHClient", "CPHModel", "CPHSigner", "Clock",
                "Crypto", "Docs", "Emulator", "Files", "Ledger", "Libraries", "LuaKit", "LuaSyntax", "Policies",
                "Projects", "Prompt", "Purchasing", "Rehearsal", "Schema", "Session", "Stdlib", "Terminal", "Text",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),
    ] + testTargets,
    swiftLanguageModes: [.v6]
)

// Each file says with `public import` which modules its own API mentions; warnings keep the list honest.
for target in package.targets {
    target.swiftSettings = [.enableUpcomingFeature("InternalImportsByDefault")]
}

/// One test target per target, under the same name with `Tests` behind it.
var testTargets: [Target] {
    [
        // What several test targets read: recorded requests, signatures and answers.
        .target(name: "TestSupport", dependencies: ["CFiles", "Files", "Schema"], path: "Tests/Support"),
        .testTarget(name: "TextTests", dependencies: ["LuaKit", "Text"]),
        .testTarget(name: "CryptoTests", dependencies: ["Crypto", "Text"]),
        .testTarget(name: "ClockTests", dependencies: ["Clock", "Files"]),
        .testTarget(name: "AddressesTests", dependencies: ["Addresses"]),
        .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
        .testTarget(name: "HouseTests", dependencies: ["TestSupport"]),
        .testTarget(name: "LuaKitTests", dependencies: ["CLua", "LuaKit", "TestSupport"]),
        .testTarget(name: "LuaSyntaxTests", dependencies: ["LuaKit", "LuaSyntax", "TestSupport"]),
        .testTarget(name: "SchemaTests", dependencies: ["Schema"]),
        .testTarget(name: "CPHModelTests", dependencies: ["CPHModel", "Schema", "TestSupport"]),
        .testTarget(name: "PoliciesTests", dependencies: ["CPHModel", "Clock", "Policies", "Schema"]),
        .testTarget(name: "CPHSignerTests", dependencies: ["CPHSigner", "Crypto", "Schema", "TestSupport", "Text"]),
        .testTarget(
            name: "CPHClientTests",
            dependencies: [
                "Addresses", "CPHClient", "CPHModel", "CPHSigner", "Clock", "Schema", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(
            name: "EmulatorTests",
            dependencies: ["CPHModel", "CPHSigner", "Clock", "Emulator", "Schema", "TestSupport", "Text"],
            exclude: ["sdk"]),
        .testTarget(name: "BindingsTests", dependencies: ["Bindings", "CPHModel", "LuaKit", "Schema"]),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog", "LuaKit"]),
        .testTarget(
            name: "DocsTests",
            dependencies: [
                "Bindings", "Catalog", "Checking", "CPHModel", "Docs", "Emulator", "LuaKit", "LuaSyntax", "Projects",
                "Rehearsal", "Session", "Stdlib", "TestSupport",
            ]),
        .testTarget(
            name: "ProjectsTests",
            dependencies: ["CPHModel", "Files", "Policies", "Projects", "Schema", "TestSupport"]),
        .testTarget(
            name: "SessionTests",
            dependencies: [
                "Bindings", "Catalog", "Checking", "CPHModel", "Crypto", "Emulator", "LuaKit", "Projects", "Session",
                "Stdlib",
                "TestSupport",
            ],
            exclude: ["carets.txt"]),
        .testTarget(
            name: "CheckingTests", dependencies: ["Checking", "LuaKit", "Projects", "Stdlib", "TestSupport"]),
        .testTarget(
            name: "PromptTests",
            dependencies: [
                "CPHModel", "Emulator", "Files", "LuaKit", "LuaSyntax", "Projects", "Prompt", "Session", "TestSupport",
                "Text",
            ],
            exclude: ["transcripts"]),
        .testTarget(
            name: "LibrariesTests",
            dependencies: [
                "Emulator", "Files", "Libraries", "LuaKit", "Projects", "Session", "TestSupport", "Text",
            ],
            exclude: ["lua"]),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal", "TestSupport"]),
        .testTarget(
            name: "StdlibTests",
            dependencies: [
                "Catalog", "Emulator", "Files", "LuaKit", "LuaSyntax", "Projects", "Schema", "Session", "Stdlib",
                "TestSupport",
            ],
            exclude: ["lua"]),
        .testTarget(
            name: "RehearsalTests",
            dependencies: ["CPHModel", "Emulator", "Ledger", "LuaKit", "Projects", "Rehearsal", "Session"]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "CPHClient", "CPHModel", "Emulator", "Files", "Ledger", "LuaKit", "Policies", "PostgresSupport",
                "Projects", "Purchasing", "Rehearsal", "Schema", "Session", "Terminal", "TestSupport", "cph",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(
            name: "PurchasingTests",
            dependencies: [
                "Bindings", "CPHClient", "CPHModel", "Clock", "Emulator", "Files", "Ledger", "LuaKit", "Prompt",
                "Purchasing", "Schema", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]),
        // PostgreSQL servers of the tests' own, what stands in front of them, and what happens to them.
        .target(
            name: "PostgresSupport", dependencies: ["CFiles", "Files", "TestSupport"], path: "Tests/Postgres"),
        // A file system for SQLite that sees, and can refuse, everything that is done to files.
        .target(name: "CDisk", dependencies: ["CSQLite"], path: "Tests/Disk"),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "CDisk", "CPHModel", "CPostgres", "CSQLite", "Clock", "Files", "Ledger", "Policies", "PostgresSupport",
                "Schema", "TestSupport",
            ]),
    ]
}
