import Files
import Purchasing

extension Output {
    /// Writes a page into a file, which a page of before is replaced by, and says so.
    ///
    /// - Throws: `ExitStatus.usage` when it cannot be written, which is said too.
    static func write(_ page: String, to path: String, _ program: String) throws {
        do throws(FileError) { try Files.replace(path, Array(page.utf8), mode: 0o600) } catch {
            Output.error("\(program): \(path) cannot be written: \(error.reason)", kind: "usage")
            throw ExitStatus.usage
        }
        note("\(program): \(path) is written; open it in a browser")
    }
}
