// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, so that the root builds only the product. CLua and LuaKit are the root's, through links.
let package = Package(
    name: "bench",
    targets: [
        .target(
            name: "CLua", linkerSettings: [.linkedLibrary(":liblua5.4.a"), .linkedLibrary("m"), .linkedLibrary("dl")]),
        .target(name: "Text"),
        .target(name: "CFiles"),
        .target(name: "Files", dependencies: ["CFiles"]),
        .target(name: "Clock", dependencies: ["Files", "Text"]),
        .target(name: "LuaKit", dependencies: ["CLua", "Clock", "Text"], exclude: ["README.md"]),
        .target(name: "CBench", dependencies: ["CLua"]),
        .executableTarget(name: "Bench", dependencies: ["CBench", "LuaKit"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    target.swiftSettings = [.enableUpcomingFeature("InternalImportsByDefault")]
}
