/// Reaches a property of a struct by its place in memory. With key paths a loop over `cph.models.CreateServer` takes 18 %
/// more instructions, and a script that builds one model 22 %: `Sources/decisions/0002-performance-budget.md`.
@usableFromInline
struct Property<Whole, Value>: Sendable {
    /// In bytes.
    @usableFromInline let offset: Int
    /// For a property that is computed or observed. Otherwise nil, so that the compiler, which knows the offset of a
    /// literal, leaves the key path out of the program: making one takes longer than reading a model does.
    @usableFromInline let path: (WritableKeyPath<Whole, Value> & Sendable)?

    @inlinable @inline(__always)
    init(_ path: WritableKeyPath<Whole, Value> & Sendable) {
        if let offset = MemoryLayout<Whole>.offset(of: path) {
            (self.offset, self.path) = (offset, nil)
        } else {
            (offset, self.path) = (0, path)
        }
    }

    @inlinable
    func value(of whole: Whole) -> Value {
        if let path { return whole[keyPath: path] }
        return withUnsafeBytes(of: whole) { $0.load(fromByteOffset: offset, as: Value.self) }
    }

    @inlinable
    func set(_ value: Value, of whole: inout Whole) {
        if let path {
            whole[keyPath: path] = value
            return
        }
        withUnsafeMutablePointer(to: &whole) {
            UnsafeMutableRawPointer($0).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee = value
        }
    }
}
