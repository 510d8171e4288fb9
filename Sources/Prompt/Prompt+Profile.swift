import Schema
import Text

/// Carries out `:profile`, which shows and changes where calls go, and as whom.
extension Prompt {
    func useProfile(_ words: String) -> PromptReply {
        let names = words.split(separator: " ").map(String.init)
        guard !names.isEmpty else { return .shown(.text(host.surroundings)) }
        guard session.state.tasks.isEmpty else {
            return .failed("jobs are under way on this account; wait for them, or :cancel them, then change it")
        }
        var profile: String?
        var region: String?
        for name in names {
            if profile == nil, host.profiles.contains(name) {
                profile = name
            } else if region == nil, host.regions.contains(name) {
                region = name
            } else {
                return .failed(unknown(profile: name))
            }
        }
        if let problem = host.use(profile: profile, region: region) { return .failed(problem) }
        // Ids of one account mean nothing in another.
        seen = SeenValues()
        live.forget()
        return .shown(.text(host.surroundings))
    }

    private func unknown(profile name: String) -> String {
        let near = suggestion(for: name, among: host.profiles + host.regions)
        let profiles =
            host.profiles.isEmpty ? "there are no profiles" : "profiles: \(host.profiles.joined(separator: ", "))"
        return "no profile or region \(quoted(name)); \(near.map { "did you mean \($0)?" } ?? profiles)"
    }
}
