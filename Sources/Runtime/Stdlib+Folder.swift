public import Stdlib

extension Stdlib {
    /// The modules `folder/cph/NAME.lua`, read when they are first used: for those who write them.
    ///
    /// - Returns: Nil when there is none.
    public init?(folder: String) {
        let place = "\(folder)/cph"
        let list: @Sendable () -> [String] = {
            Files.list(place).filter { $0.hasSuffix(".lua") }.map { String($0.dropLast(".lua".count)) }
        }
        if list().isEmpty { return nil }
        self.init(
            list: list,
            read: { name in list().contains(name) ? try? Files.read("\(place)/\(name).lua") : nil })
    }
}
