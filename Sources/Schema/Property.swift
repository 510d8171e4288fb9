/// A property of a struct, found by its place in memory: following a key path costs the runtime ten times as much.
@usableFromInline
struct Property<Whole, Value>: Sendable {
    @usableFromInline let path: WritableKeyPath<Whole, Value> & Sendable
    /// In bytes; nil for a property that is computed or observed.
    @usableFromInline let offset: Int?

    @inlinable
    init(_ path: WritableKeyPath<Whole, Value> & Sendable) {
        self.path = path
        offset = MemoryLayout<Whole>.offset(of: path)
    }

    @inlinable
    func value(of whole: Whole) -> Value {
        guard let offset else { return whole[keyPath: path] }
        return withUnsafeBytes(of: whole) { $0.load(fromByteOffset: offset, as: Value.self) }
    }

    @inlinable
    func set(_ value: Value, of whole: inout Whole) {
        guard let offset else {
            whole[keyPath: path] = value
            return
        }
        withUnsafeMutablePointer(to: &whole) {
            UnsafeMutableRawPointer($0).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee = value
        }
    }
}
