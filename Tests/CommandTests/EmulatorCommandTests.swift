import TestSupport
import Testing

/// What `cph emulator` prints and takes beside faults and a catalogue.
@Suite(.ownThreads)
struct EmulatorCommandTests {
    @Test func `a shell that reads what is printed gets the variables of one source alone`() throws {
        let cloud = try LocalCloud("--identity-token", "a'token")
        let script = cloud.printed + "env"
        let outcome = try RunningCommand("/bin/sh", ["-eu"], input: script, environment: [:]).wait()
        #expect(outcome.status == 0 && outcome.error == "")
        let names = Set(outcome.lines.map { String($0.prefix { $0 != "=" }) })
        #expect(
            names.subtracting(["HOME", "CPH_NO_METADATA", "PWD", "OLDPWD", "SHLVL", "_"]) == [
                "CPH_ENDPOINT", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_PROJECT_ID",
                "HUAWEICLOUD_SDK_IAM_ENDPOINT", "HUAWEICLOUD_SDK_REGION_CPH_CN_EAST_3",
            ])
    }

    @Test func `comments say what other sources of keys need`() throws {
        let cloud = try LocalCloud("--identity-token", "a-token")
        let comments = cloud.printed.split(separator: "\n").filter { $0.hasPrefix("# ") }
        let url = try #require(cloud.environment["CPH_ENDPOINT"])
        let (own, partner) = ("00000000000000000000000000000001", "00000000000000000000000000000002")
        for line in [
            "account=\(own)", "partner_account=\(partner)", "partner_project=b0000000000000000000000000000002",
            "HUAWEICLOUD_SDK_STS_ENDPOINT=\(url)", "HUAWEICLOUD_SDK_IDP_ID=emulator",
            "HUAWEICLOUD_OIDC_PROVIDER_URN=iam::\(own):oidc-provider:emulator",
            "HUAWEICLOUD_OIDC_AGENCY_URN=iam::\(own):agency:oidc-agency", "HUAWEICLOUD_OIDC_ID_TOKEN=a-token",
            "HC_CONTAINER_CREDENTIALS_FULL_URI=\(url)/v1/pod-identity/credentials",
            "agency=iam::\(own):agency:buyer-agency", "partner_agency=iam::\(partner):agency:buyer-agency",
        ] { #expect(comments.contains("# \(line)")) }
        #expect(comments.contains { $0.hasPrefix("# pod_token=") })
    }

    @Test(arguments: [
        (["--metadata", "v3"], "v3 is no mode of the metadata service; modes are both, v1, v2, none"),
        (["--key-life", "soon"], "soon is no duration; write 90s, 15m or 1h30m"),
        (["--identity-token", "two words"], "an identity token has 4 to 20000 letters, digits and signs of ASCII"),
        (["--listen", "10.0.0.1:0"], "\"10.0.0.1:0\" is not on this machine"),
        (["--listen", "169.254.169.254:80"], "cannot listen on 169.254.169.254:80"),
    ])
    func `says what is wrong with an option`(arguments: [String], message: String) throws {
        let outcome = try Command.start(["emulator"] + arguments).wait()
        #expect(outcome.status != 0 && outcome.error.contains(message), "\(outcome.error)")
    }
}
