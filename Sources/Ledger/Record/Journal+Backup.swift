public import CPHModel
import Files
import Glibc

extension Journal {
    /// Writes a copy of the ledger as it is at this moment, also while another run writes, and checks it.
    ///
    /// - Parameter path: A file that does not exist; it is this user's alone. What is left of a copy that fails is removed.
    /// - Returns: What the copy holds.
    /// - Throws: `CPHError` of kind `argument` where the file exists or can't be made, and of kind `ledger` where the copy can't be
    ///   written, or is not right.
    public func backup(to path: String) throws(CPHError) -> Verification {
        // Under another name until it is whole: what is killed in the middle leaves no file that looks like a ledger.
        let draft = "\(path).new-\(getpid())"
        unlink(draft)
        do throws(FileError) {
            guard try Files.status(path) == nil else { throw FileError("write", path, code: EEXIST) }
            try Files.create(draft, [], mode: 0o600)
        } catch {
            throw CPHError(
                .argument, "\(error); nothing was copied", hint: "a copy never takes another file's place")
        }
        defer { unlink(draft) }
        do {
            try store.copy(to: draft)
            let copy = try Journal.open(.file(draft), .read).verify()
            guard link(draft, path) == 0 else { throw FileError("write", path) }
            unlink(draft)
            try Files.sync(path)
            return copy
        } catch {
            switch error {
            case let error as CPHError: throw error
            case let error as StoreError:
                throw JournalError(error).asCPHError(file: path, consequence: "nothing was copied")
            default: throw CPHError(.ledger, "the copy \(path) could not be written: \(error)")
            }
        }
    }
}
