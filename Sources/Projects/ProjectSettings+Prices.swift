public import CPHModel
import Files

extension ProjectSettings {
    /// What the project that `folder` belongs to says of prices; nil without one, and where it says nothing.
    ///
    /// - Throws: `CPHError` of kind `argument` when its settings can't be read.
    public static func prices(from folder: String) throws(CPHError) -> ServerPrices? {
        guard let root = Project.root(from: folder) else { return nil }
        let path = "\(root)/\(Project.fileName)"
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Files.read(path) } catch { throw CPHError(.argument, "\(error)") }
        do throws(ProjectError) { return try ProjectSettings(bytes, name: path).prices } catch {
            throw CPHError(.argument, code: "project", "\(error)")
        }
    }
}
