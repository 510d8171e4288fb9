import CPHModel
import Ledger
import Policies
import Projects

extension PolicySet {
    /// The policies of this machine and of the project that a folder belongs to; the ledger's own comes with the ledger.
    ///
    /// - Throws: `CPHError` of kind `denied` where one is there and can't be read.
    static func ofFiles(projectOf folder: String) throws(CPHError) -> PolicySet {
        do throws(PolicyError) { return PolicySet(try PolicyFile.all(projectOf: folder)) } catch {
            throw CPHError(
                .denied, code: "policy", "\(error); nothing was sent",
                hint: "what can't be read may forbid anything: put it right, then cph policy show")
        }
    }
}
