import CPHSigner

/// The date of HTTP headers: `Tue, 15 Nov 1994 08:12:31 GMT`.
enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Seconds since 1970, or nil for any other form; the two obsolete ones are not worth reading.
    static func unixSeconds(_ text: String) -> Int? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        let number = month + 1
        let day = "\(parts[3])\(number < 10 ? "0" : "")\(number)\(parts[1])"
        return SDKDate.unixSeconds("\(day)T\(parts[4].filter { $0 != ":" })Z")
    }
}
