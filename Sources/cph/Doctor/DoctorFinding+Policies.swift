import Files
import Policies
import Projects
import Text

/// Says what policies forbid here, and whether somebody else could change the machine's.
extension DoctorFinding {
    private static let topic = "policy"

    static func policies(projectOf folder: String) -> [DoctorFinding] {
        let policies: [Policy]
        do throws(PolicyError) { policies = try PolicyFile.all(projectOf: folder) } catch {
            return [wrong(topic, "\(error)\nnothing is bought here", "put it right, then: cph policy show")]
        }
        guard !policies.isEmpty else { return [] }
        let words = policies.map { "\($0.source): \(counted($0.written.count, "rule"))" }
        let all = right(topic, words.joined(separator: "\n"))
        guard policies.contains(where: { $0.source == PolicyFile.ofMachine }),
            Files.isWritableByOthers(PolicyFile.ofMachine)
        else { return [all] }
        return [
            all,
            look(
                topic, "\(PolicyFile.ofMachine) can be changed by those whom it limits",
                "let only root write it and its folder"),
        ]
    }
}
