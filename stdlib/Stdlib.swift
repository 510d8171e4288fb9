import CStdlib

/// The Lua files of `stdlib/cph`: the modules that scripts see as `cph.NAME`, and in folders beside them the parts that
/// those are made of, which only the standard library's own files can load.
public struct Stdlib: Sendable {
    private let list: @Sendable () -> [String]
    private let read: @Sendable (String) -> [UInt8]?

    /// - Parameters:
    ///   - list: The paths of all files below `stdlib/cph`, without `.lua`: `plan`, `plan/rows`.
    ///   - read: The source of the file at such a path, or nil.
    public init(list: @escaping @Sendable () -> [String], read: @escaping @Sendable (String) -> [UInt8]?) {
        (self.list, self.read) = (list, read)
    }

    /// The paths of all files, without `.lua`, sorted.
    public var paths: [String] { list().sorted() }

    /// The names of what scripts see, without the prefix `cph.`, sorted.
    public var names: [String] { paths.filter { !$0.contains("/") } }

    /// The paths of the parts, sorted: `plan/rows`.
    public var parts: [String] { paths.filter { $0.contains("/") } }

    /// Returns the Lua source of the file at `path`, or nil when there is no such file.
    public func source(path: String) -> [UInt8]? { read(path) }

    /// Returns the Lua source of what scripts see as `cph.NAME`, or nil when there is no such module.
    public func source(_ name: String) -> [UInt8]? { name.contains("/") ? nil : read(name) }

    /// Returns the path of the part that the standard library's own files call `name`: `plan/rows` of `cph.plan.rows`; nil
    /// when parts are not called so.
    public static func path(ofPart name: String) -> String? {
        let rest = name.dropFirst("cph.".count)
        guard name.hasPrefix("cph."), rest.contains("."), !rest.contains("/") else { return nil }
        return String(rest.map { $0 == "." ? "/" : $0 })
    }
}

// MARK: Chunks

extension Stdlib {
    private static let folder = "stdlib/cph/"

    /// Returns what Lua calls the chunk of the file at `path`: `stdlib/cph/plan/rows.lua`.
    public static func chunk(path: String) -> String { "\(folder)\(path).lua" }

    /// Tells whether a chunk of this name is one of the standard library's.
    public static func owns(chunk: String) -> Bool { chunk.hasPrefix(folder) }

    /// Returns the source of the chunk that Lua calls `chunk`, or nil when it is not one of these files.
    public func source(chunk: String) -> [UInt8]? {
        guard Self.owns(chunk: chunk), chunk.hasSuffix(".lua") else { return nil }
        return source(path: String(chunk.dropFirst(Self.folder.count).dropLast(".lua".count)))
    }
}

extension Stdlib {
    /// The files as they were when the binary was built.
    public static let embedded = Stdlib(
        list: { (0..<cstdlib_count()).map { String(cString: cstdlib_at($0).path) } },
        read: { path in
            let module = (0..<cstdlib_count()).lazy.map(cstdlib_at).first { String(cString: $0.path) == path }
            return module.map { Array(String(cString: $0.source).utf8) }
        })
}
