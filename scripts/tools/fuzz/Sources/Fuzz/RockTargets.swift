import Files
import Projects

@testable import Libraries

/// Whatever a rockspec says, what is taken over has a module's name and comes from a file of the rock.
func readRockspec(_ text: [UInt8]) {
    guard let rockspec = try? Rockspec(text, name: "x-1.0-1.rockspec") else { return }
    for isPacked in [true, false] {
        for item in RockAllowList(rockspec, isPacked: isPacked).items ?? [] {
            require(Lock.isModuleFile(item.path) && isSafe(item.path), "\(item.path) is no module")
            require(item.source.hasSuffix(".lua") && isSafe(item.source), "\(item.source) is no file of the rock")
        }
    }
    for dependency in (try? rockspec.wanted()) ?? [] {
        require(
            !dependency.name.isEmpty && dependency.name.allSatisfy(Rockspec.isNameCharacter), "a name that is a path")
        require(Dependency(dependency.text) == dependency, "a dependency changed on its way")
    }
}

private func isSafe(_ path: String) -> Bool {
    !path.hasPrefix("/") && !path.contains("//") && !path.split(separator: "/").contains { $0 == ".." || $0 == "." }
        && path.utf8.allSatisfy { $0 > 0x1F && $0 < 0x7F }
}

/// Whatever an archive is, nothing of it is written, and what it gives is as long as it may be. Each input starts programs, so
/// that a second sees a few dozen.
func openArchive(_ bytes: [UInt8]) {
    guard let folder = try? Files.makeTemporaryFolder("/dev/shm/cph-fuzz-") else { fail("no folder") }
    defer { Files.remove(folder) }
    let place = "\(folder)/x.rock"
    guard (try? Files.create(place, bytes)) != nil else { fail("no file") }
    guard let archive = try? Archive(place, path: nil) else { return }
    let limit = 64 << 10
    for file in archive.files.prefix(4) {
        require(isSafe(file), "\(file) is no plain path")
        if let bytes = try? archive.bytes(of: file, limit: limit) {
            require(bytes.count <= limit, "more than the limit")
        }
    }
    let left = Set((try? Files.names(in: folder)) ?? [])
    require(left.isSubset(of: ["x.rock", "x.rock.tar"]), "something was unpacked: \(left)")
}
