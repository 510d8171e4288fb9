import Schema

/// How many seconds keys of STS live.
enum STSLife {
    static let range = 900...43_200
    /// Unless asked for another; and the most where temporary keys sign.
    static let usual = 3600
}

extension Rule where V == String {
    /// Allows what names of sessions may have.
    static var sessionName: Rule {
        only("letters, digits and _+=,.@-") {
            $0.isASCII
                && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "_+=,.@-".unicodeScalars.contains($0))
        }
    }
}
