/// A number with its word: `1 server`, `2 servers`.
public func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
