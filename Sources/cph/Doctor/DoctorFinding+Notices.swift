import Files
import Ledger
import Projects

/// Checks who is told of runs, where a project's settings name somebody.
extension DoctorFinding {
    private static let topic = "notices"

    /// Looks at the project around the working directory; nothing is posted, and nobody is asked.
    static var notices: [DoctorFinding] {
        do throws(ProjectError) {
            guard let named = try ProjectNotice.named(from: Files.real(".") ?? ".") else { return [] }
            guard NoticeTrust(.ofProcess)?.allows(named) ?? false else {
                return [look(topic, "\(named.words) is not told of runs: nobody has agreed", "cph trust")]
            }
            return [right(topic, "\(named.words) is told of runs")]
        } catch { return [wrong(topic, error.description, nil)] }
    }
}
