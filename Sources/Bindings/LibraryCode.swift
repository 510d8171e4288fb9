import LuaKit

/// Which chunks are code of installed libraries, and so on whose behalf a function was called.
public final class LibraryCode {
    /// By the hash of a chunk's name as Lua has it: a library may load any number of texts.
    private var owners: [Int: LibraryRights] = [:]
    private static let mostChunks = 200_000
    /// Beyond that nobody is known to be the script.
    private var isOverrun = false
    /// What the chunks of the standard library are called.
    private static let standardLibrary = "@stdlib/cph/"

    /// Knows no library yet: every chunk counts as the script's own.
    public init() {}

    /// Remembers that the chunk called `source`, with its `@` or `=`, is a library's.
    public func add(_ source: String, _ rights: LibraryRights) {
        isOverrun = isOverrun || owners.count >= Self.mostChunks
        if !isOverrun { owners[source.hashValue] = rights }
    }

    /// Tells whether a chunk of this name is part of the standard library.
    public static func isStandard(_ source: String) -> Bool { source.hasPrefix(standardLibrary) }

    /// Finds the library on whose behalf the function at `level` runs; nil for the script's own code.
    ///
    /// The standard library and C functions act for whoever called them. Whoever let another function take its place
    /// cannot be known, so that is nobody's right.
    func library(at level: Int32, of lua: LuaContext) -> LibraryRights? {
        if owners.isEmpty { return nil }
        let nobody = LibraryRights(library: "?", granted: [])
        if isOverrun { return nobody }
        var level = level
        while let caller = lua.caller(level) {
            if let source = caller.source {
                if let rights = owners[source.hashValue] { return rights }
                if !Self.isStandard(source) { return nil }
                if caller.isTailCall { return nobody }
            }
            level += 1
        }
        return nobody
    }
}
