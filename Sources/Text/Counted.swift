/// Says how many there are: `1 server`, `0 servers`, `2 libraries`.
///
/// - Parameter plural: The word for every count but 1; nil adds an `s` to `noun`.
public func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
