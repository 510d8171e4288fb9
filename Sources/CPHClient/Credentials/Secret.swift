import Glibc

/// A password, key or token. It cannot be printed, compared or encoded, and its memory is wiped when the last holder
/// lets go.
public struct Secret: Sendable, CustomReflectable {
    private let storage: Storage

    /// Takes a copy of the UTF-8 bytes of `text`. The text itself is not wiped: its owner should let go of it.
    public init(_ text: String) { storage = Storage(Array(text.utf8)) }

    /// Empty, so that debuggers and `dump` have nothing to show.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }

    /// The text itself, for the one place that sends it.
    var exposed: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether `text` has it. What is shorter than a key or password ever is would be found everywhere.
    func isFound(in text: String) -> Bool { storage.buffer.count >= 8 && text.contains(exposed) }

    /// A copy, for the one place that signs with it.
    var bytes: [UInt8] { Array(storage.buffer) }

    // Checked by hand: the buffer is written in `init` only, before anyone else can see it, and freed when nobody can.
    private final class Storage: @unchecked Sendable {
        let buffer: UnsafeMutableRawBufferPointer

        init(_ bytes: [UInt8]) {
            buffer = .allocate(byteCount: bytes.count, alignment: 1)
            buffer.copyBytes(from: bytes)
        }

        deinit {
            // A plain loop over memory that is freed next would be optimised away.
            if let start = buffer.baseAddress { explicit_bzero(start, buffer.count) }
            buffer.deallocate()
        }
    }
}
