import CPHModel
import Schema

/// Keys of the emulated identity service: temporary ones given out, permanent ones described.
extension World {
    /// Gives temporary keys for a token of IAM, or for entering an agency.
    mutating func createSecurityToken(_ request: CloudRequest) -> Answer {
        let body = try? Value(json: request.body)
        let identity = body?.members?["auth"]?.members?["identity"]?.members
        switch identity?["methods"]?.items {
        case [.string("token")]?: return keysByToken(identity?["token"]?.members)
        case [.string("assume_role")]?: return keysByAgency(identity?["assume_role"]?.members, request.caller)
        default: return keystoneError(400, "The method is neither token nor assume_role.")
        }
    }

    /// Describes permanent keys to their account.
    func showCredential(_ request: CloudRequest) -> Answer {
        let id = request.parameters["access_key"] ?? ""
        guard let key = keys[id], key.expiry == nil, (request.caller ?? .keyOwner(of: owner)) == key.principal else {
            return keystoneError(404, "Could not find credential: \(id).")
        }
        let created = begunAt - settings.identity.keyAge.milliseconds
        let credential: Value = [
            "user_id": .string(key.principal.id), "access": .string(id), "status": "active",
            "create_time": .string(Timestamp(milliseconds: created).isoWithMicroseconds), "description": "",
        ]
        return answer(200, ["credential": credential])
    }

    private mutating func keysByToken(_ method: Object?) -> Answer {
        guard let token = method?["id"]?.text else { return keystoneError(400, "The request body has no token.") }
        guard let life = life(method) else { return wrongLife }
        guard let principal = tokens.principal(of: token, at: now) else {
            return keystoneError(401, "The token is not valid, or has expired.")
        }
        return answer(201, ["credential": issueKey(to: principal, for: life).iamValue])
    }

    private mutating func keysByAgency(_ role: Object?, _ caller: Principal?) -> Answer {
        guard let caller else { return keystoneError(401, "The request you have made requires authentication.") }
        guard let role, let name = role["agency_name"]?.text,
            let wanted = AccountName(id: role["domain_id"]?.text, name: role["domain_name"]?.text)
        else { return keystoneError(400, "An agency needs agency_name, and domain_name or domain_id.") }
        guard let life = life(role) else { return wrongLife }
        let session = role["session_user"]?.members?["name"]?.text
        guard session.map({ (5...64).contains($0.unicodeScalars.count) }) ?? true else {
            return keystoneError(400, "The name of session_user must have 5 to 64 characters.")
        }
        guard let account = accounts.first(where: wanted.names), let agency = EmulatedAgency(rawValue: name),
            agency.entrance == .assumption
        else { return keystoneError(403, "You are not authorized to assume the agency \(name).") }
        let principal = Principal(account: account, kind: .session(agency, session ?? caller.name))
        return answer(201, ["credential": issueKey(to: principal, for: life).iamValue])
    }

    /// The life that was asked for; nil when it is none that IAM gives.
    private func life(_ method: Object?) -> Duration? {
        guard let value = method?["duration_seconds"] else { return .seconds(Self.iamLives.lowerBound) }
        return value.integer.flatMap { Self.iamLives.contains($0) ? .seconds($0) : nil }
    }

    private var wrongLife: Answer {
        keystoneError(
            400, "duration_seconds must be \(Self.iamLives.lowerBound) to \(Self.iamLives.upperBound).")
    }

    /// How many seconds keys of IAM may live; the least unless asked.
    private static let iamLives = 900...86_400
}
