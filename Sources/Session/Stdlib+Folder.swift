import Files
import Projects
public import Stdlib

extension Stdlib {
    /// Makes a library of the files in `folder/cph`, read when they are first used: for those who write them.
    ///
    /// - Returns: Nil when there is none.
    public init?(folder: String) {
        let place = "\(folder)/cph"
        let list: @Sendable () -> [String] = {
            Files.luaFiles(in: place).map { String($0.dropFirst(place.count + 1).dropLast(".lua".count)) }
        }
        if list().isEmpty { return nil }
        self.init(
            list: list,
            read: { path in list().contains(path) ? try? Files.read("\(place)/\(path).lua") : nil })
    }
}
