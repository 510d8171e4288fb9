/// The lines that the editor can recall.
public protocol HistorySource: AnyObject {
    /// The entries, the oldest first. A block of several lines is one entry.
    var entries: [String] { get }
    /// Remembers `entry`, unless it is one that must not be kept.
    func add(_ entry: String)
    /// Takes in what other sessions have added.
    func refresh()
}
