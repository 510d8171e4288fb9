import CPHModel

/// What gives a pod of the emulated cluster its keys.
extension World {
    mutating func showPodCredentials(_ request: CloudRequest) -> Answer {
        guard request.header("Authorization") == settings.identity.podToken else {
            return answer(Refusal(401, "CCE.01401001", "Authorization failed: the pod's token is not valid"))
        }
        let principal = Principal(account: owner, kind: .session(.pod, IdentitySettings.podSession))
        let key = issueKey(to: principal, for: Self.machineKeyLife)
        return answer(
            200, ["credentials": key.podValue, "assumedAgency": key.assumedAgency, "audience": "pods.emulator"])
    }
}
