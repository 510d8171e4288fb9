import CStdlib

/// Where the Lua modules `cph.NAME` come from.
public struct Stdlib: Sendable {
    private let list: @Sendable () -> [String]
    private let read: @Sendable (String) -> [UInt8]?

    /// - Parameters:
    ///   - list: The names of all modules, without the prefix `cph.`.
    ///   - read: The source of the module with this name.
    public init(list: @escaping @Sendable () -> [String], read: @escaping @Sendable (String) -> [UInt8]?) {
        (self.list, self.read) = (list, read)
    }

    /// Names without the prefix `cph.`, sorted.
    public var names: [String] { list().sorted() }

    /// Lua source of `cph.NAME`, or nil when there is no such module.
    public func source(_ name: String) -> [UInt8]? { read(name) }
}

extension Stdlib {
    /// The modules of `stdlib/cph` as they were when the binary was built.
    public static let embedded = Stdlib(
        list: { (0..<cstdlib_count()).map { String(cString: cstdlib_at($0).name) } },
        read: { name in
            let module = (0..<cstdlib_count()).lazy.map(cstdlib_at).first { String(cString: $0.name) == name }
            return module.map { Array(String(cString: $0.source).utf8) }
        })
}
