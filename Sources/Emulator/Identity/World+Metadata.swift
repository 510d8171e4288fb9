import CPHModel

/// The metadata service of the emulated machine.
extension World {
    /// Gives out a metadata token.
    mutating func createMetadataToken(_ request: CloudRequest) -> Answer {
        guard settings.identity.metadata != .v1 else { return text(404, "404 Not Found") }
        guard let life = request.header("X-Metadata-Token-Ttl-Seconds").flatMap({ Int($0) }),
            MetadataTokens.lives.contains(life)
        else {
            let (least, most) = (MetadataTokens.lives.lowerBound, MetadataTokens.lives.upperBound)
            return text(400, "X-Metadata-Token-Ttl-Seconds must be \(least) to \(most)")
        }
        let token = Self.drawToken()
        metadataTokens.issue(token, until: now + life * 1000)
        return text(200, token)
    }

    /// Gives the keys of the machine's agency.
    mutating func showSecurityKey(_ request: CloudRequest) -> Answer {
        let mode = settings.identity.metadata
        let token = request.header("X-Metadata-Token")
        guard mode == .v1 || token.map({ metadataTokens.accepts($0, at: now) }) ?? (mode != .v2) else {
            return text(401, token == nil ? "The metadata token is missing" : "The metadata token is not valid")
        }
        guard mode != .none else { return text(401, "Please configure Cloud Service Agency first") }
        let principal = Principal(account: owner, kind: .session(.machine, IdentitySettings.machineID))
        return answer(200, ["credential": issueKey(to: principal, for: Self.machineKeyLife).iamValue])
    }

    private func text(_ status: Int, _ text: String) -> Answer {
        let headers = [Answer.Header("Content-Type", "text/plain"), Answer.Header("X-Request-Id", requestID)]
        return Answer(status: status, headers: headers, body: Array(text.utf8))
    }
}
