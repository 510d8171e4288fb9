/// How much of a library is taken: more than all libraries of Lua come to. `stdlib/LIBRARIES.md` names those that a library
/// can meet.
enum LibraryLimits {
    /// The longest file that is read out of an archive, in bytes, unless a caller takes more.
    static let file = 4 << 20
    /// The longest archive once it is not compressed, in bytes.
    static let unpacked = 64 << 20
    /// The longest rock, in bytes.
    static let rock = 32 << 20
    /// The longest index of a server, in bytes.
    static let index = 64 << 20
    /// The modules of a rock. Each is read by a program of its own.
    static let modules = 1_000
    /// The files of all libraries together.
    static let allFiles = 10_000
    /// The bytes of all libraries together.
    static let allBytes = 64 << 20
    /// The rocks that are looked into, more than any project needs; each costs a download.
    static let rocks = 500
    /// How often a server may send us on.
    static let redirects = 5
    /// More tries than any set of libraries needs; a set made to need more is refused.
    static let tries = 20_000
}
