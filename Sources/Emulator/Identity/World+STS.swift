import CPHModel
import Schema

/// The emulated security token service.
extension World {
    /// Lets whoever signed the request into an agency.
    mutating func assumeAgency(_ request: CloudRequest) -> Answer {
        do throws(Refusal) {
            let wish: AssumeAgency = try stsRequest(request)
            let life = wish.durationSeconds ?? STSLife.usual
            guard request.header("X-Security-Token") == nil || life <= STSLife.usual else {
                throw .stsRequest("duration_seconds: must be at most \(STSLife.usual) when temporary keys sign")
            }
            let (account, agency) = try agency(wish.agencyURN, by: .assumption)
            let key = issueKey(
                to: Principal(account: account, kind: .session(agency, wish.agencySessionName)), for: .seconds(life))
            var body: Object = ["credentials": key.stsValue, "assumed_agency": key.assumedAgency]
            body["source_identity"] = wish.sourceIdentity.map { .string($0) }
            return answer(200, .object(body))
        } catch {
            return stsError(error)
        }
    }

    /// Lets whoever has the identity token into an agency.
    mutating func assumeAgencyWithOIDC(_ request: CloudRequest) -> Answer {
        do throws(Refusal) {
            let wish: AssumeAgencyWithOIDC = try stsRequest(request)
            let (account, agency) = try agency(wish.agencyURN, by: .identityToken)
            guard wish.providerURN == account.providerURN else {
                throw .denied("the agency does not trust the provider '\(wish.providerURN)'")
            }
            guard wish.idToken == settings.identity.identityToken else {
                throw Refusal(401, "STS5.1201", "the identity token is not valid")
            }
            let principal = Principal(account: account, kind: .session(agency, wish.agencySessionName))
            let key = issueKey(to: principal, for: .seconds(wish.durationSeconds ?? STSLife.usual))
            let (provider, user) = (wish.providerURN, IdentitySettings.federatedUser)
            return answer(
                200,
                [
                    "credentials": key.stsValue, "assumed_agency": key.assumedAgency, "source_identity": "",
                    "audience": "emulator", "provider": .string(provider), "subject_from_id_token": .string(user),
                ])
        } catch {
            return stsError(error)
        }
    }

    /// Says whom the signature stands for.
    func showCallerIdentity(_ request: CloudRequest) -> Answer {
        let caller = request.caller ?? .keyOwner(of: owner)
        return answer(
            200,
            [
                "account_id": .string(caller.account.id), "principal_urn": .string(caller.urn),
                "principal_id": .string(caller.id),
            ])
    }

    private func stsRequest<M: Model>(_ request: CloudRequest) throws(Refusal) -> M {
        let body: Value
        do { body = try Value(json: request.body) } catch { throw .stsRequest("\(error)") }
        let (wish, problems) = M.examine(body)
        let errors = problems.filter { $0.severity == .error && $0.code != .unknown }
        guard errors.isEmpty else { throw .stsRequest(errors.map(\.description).joined(separator: "; ")) }
        return wish
    }

    private func agency(
        _ urn: String, by entrance: EmulatedAgency.Entrance
    ) throws(Refusal) -> (EmulatedAccount, EmulatedAgency) {
        for account in accounts {
            for agency in EmulatedAgency.allCases where account.urn(of: agency) == urn {
                if agency.entrance == entrance { return (account, agency) }
                throw .denied("the agency '\(urn)' does not trust the caller")
            }
        }
        throw Refusal(403, "STS5.1106", "the agency '\(urn)' cannot be found")
    }

    /// Adds what STS says beside a lack of permission.
    private func stsError(_ refusal: Refusal) -> Answer {
        guard refusal.code == Refusal.deniedCode, var body = refusal.body(requestID: requestID, from: .cph).members
        else { return answer(refusal) }
        body["encoded_authorization_message"] = .string(DerivedID.hexID(refusal.message))
        return answer(refusal.status, .object(body))
    }
}

/// STS5.1106 is on Huawei's pages; the other codes stand for those that no page lists.
extension Refusal {
    fileprivate static let deniedCode = "STS5.0001"

    fileprivate static func denied(_ reason: String) -> Refusal { Refusal(403, deniedCode, "access denied: \(reason)") }

    fileprivate static func stsRequest(_ reason: String) -> Refusal {
        Refusal(400, "STS5.0002", "invalid request: \(reason)")
    }
}
