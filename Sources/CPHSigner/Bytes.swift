/// Byte-level helpers: signing works on UTF-8 buffers, because String comparison is by Unicode collation (the service
/// sorts by code point) and because String building would cost more than the hashes.
extension [UInt8] {
    mutating func append(_ text: String) { append(contentsOf: text.utf8) }
}

/// ASCII lower case; header names are ASCII, and `String.lowercased()` would consult Unicode tables for each.
func asciiLowercased(_ name: String) -> [UInt8] {
    name.utf8.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
}
