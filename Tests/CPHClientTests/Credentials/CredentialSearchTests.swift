import Addresses
import Testing

@testable import CPHClient

struct CredentialSearchTests {
    @Test func `takes the SDK's variables first, with all that belongs to them`() throws {
        let found = try search([
            "HUAWEICLOUD_SDK_AK": "ak", "HUAWEICLOUD_SDK_SK": "sk", "HUAWEICLOUD_SDK_SECURITY_TOKEN": "st",
            "HUAWEICLOUD_SDK_PROJECT_ID": "p", "HUAWEICLOUD_SDK_DOMAIN_ID": "d", "HW_ACCESS_KEY": "other",
            "HW_SECRET_KEY": "other", "CPH_AUTH_TOKEN": "other",
        ])
        #expect(keys(found) == ["ak", "sk", "st"])
        #expect(found.projectID == "p" && found.domainID == "d")
        #expect(found.source == "the environment (HUAWEICLOUD_SDK_AK)")
    }

    @Test func `takes Terraform's variables next`() throws {
        let found = try search(
            ["HW_ACCESS_KEY": "ak", "HW_SECRET_KEY": "sk", "HW_PROJECT_ID": "p", "CPH_AUTH_TOKEN": "t"],
            file: "[basic]\nak = file\nsk = file\n")
        #expect(keys(found) == ["ak", "sk", nil])
        #expect(found.projectID == "p" && found.source == "the environment (HW_ACCESS_KEY)")
    }

    @Test func `takes the credentials file next`() throws {
        let found = try search(
            ["CPH_AUTH_TOKEN": "t"],
            file:
                "# mine\r\n[basic]\r\nak = AK1\r\nsk = a=b;c#d\r\nproject_id=p\r\nsecurity_token=\r\niam_endpoint = https://iam.example.com\r\n"
        )
        #expect(keys(found) == ["AK1", "a=b;c#d", nil])
        #expect(found.projectID == "p" && found.iamEndpoint == "https://iam.example.com")
        #expect(found.source == "/home/op/.huaweicloud/credentials, section [basic]")
    }

    @Test func `takes a token next, then user name and password`() throws {
        let password = ["HW_USER_NAME": "u", "HW_USER_PASSWORD": "pw", "HW_DOMAIN_NAME": "a", "HW_PROJECT_ID": "p"]
        let token = try search(password.merging(["CPH_AUTH_TOKEN": "t"]) { $1 })
        #expect(token.secrets.map(\.exposed) == ["t"] && token.projectID == nil)
        #expect(token.source == "the environment (CPH_AUTH_TOKEN)")
        let user = try search(password)
        #expect(user.secrets.map(\.exposed) == ["pw"] && user.projectID == "p")
        #expect(user.source == "the environment (HW_USER_NAME)")
    }

    @Test func `never mixes sources`() throws {
        let found = try search(["HUAWEICLOUD_SDK_PROJECT_ID": "p", "HW_ACCESS_KEY": "ak", "HW_SECRET_KEY": "sk"])
        #expect(found.projectID == nil)
    }

    @Test(arguments: [
        (["HUAWEICLOUD_SDK_AK": "a"], "HUAWEICLOUD_SDK_AK is set, but not HUAWEICLOUD_SDK_SK"),
        (
            ["HUAWEICLOUD_SDK_SK": "a", "HUAWEICLOUD_SDK_AK": ""],
            "HUAWEICLOUD_SDK_SK is set, but not HUAWEICLOUD_SDK_AK"
        ),
        (["HW_ACCESS_KEY": "a"], "HW_ACCESS_KEY is set, but not HW_SECRET_KEY"),
        ([:], "/home/op/.huaweicloud/credentials: section [basic] needs both ak and sk"),
    ])
    func `half a source is an error, not a reason to go on`(variables: [String: String], message: String) throws {
        let error = #expect(throws: SetupError.self) {
            try search(variables, file: "[basic]\nak=\nsk=1\n")
        }
        #expect(error?.message == message)
    }

    @Test func `a named profile means the file and nothing else`() throws {
        let file = "[basic]\nak=1\nsk=1\n[staging]\nak=2\nsk=2\n"
        let found = try search(["HUAWEICLOUD_SDK_AK": "e", "HUAWEICLOUD_SDK_SK": "e"], file: file, profile: "staging")
        #expect(keys(found) == ["2", "2", nil])
        let error = #expect(throws: SetupError.self) { try search([:], file: file, profile: "prod") }
        #expect(
            error?.description == """
                /home/op/.huaweicloud/credentials has no profile "prod"
                hint: it has basic, staging
                """)
        let unread = #expect(throws: SetupError.self) { try search([:], profile: "prod") }
        #expect(unread?.message == "profile \"prod\": /home/op/.huaweicloud/credentials does not exist")
    }

    @Test func `another file may be named`() throws {
        let machine = TestMachine().surroundings(
            ["HUAWEICLOUD_SDK_CREDENTIALS_FILE": "/etc/cph"], files: ["/etc/cph": "[basic]\nak=1\nsk=2"])
        #expect(try CredentialSearch(machine, profile: nil).run().source == "/etc/cph, section [basic]")
    }

    @Test(arguments: [
        (["HW_USER_NAME": "a"], "HW_USER_NAME is set, but not HW_USER_PASSWORD and HW_DOMAIN_NAME"),
        (["HW_USER_PASSWORD": "a", "HW_DOMAIN_NAME": "d"], "HW_USER_PASSWORD is set, but not HW_USER_NAME"),
    ])
    func `a password needs a user and an account`(variables: [String: String], message: String) {
        let error = #expect(throws: SetupError.self) { try search(variables) }
        #expect(error?.message == message)
    }

    @Test func `nothing found says where it looked and that there is an emulator`() {
        let error = #expect(throws: SetupError.self) { try search([:]) }
        #expect(
            error?.description == """
                no credentials found; looked for
                  HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK
                  HW_ACCESS_KEY and HW_SECRET_KEY
                  /home/op/.huaweicloud/credentials, section [basic]
                  CPH_AUTH_TOKEN
                  HW_USER_NAME, HW_USER_PASSWORD and HW_DOMAIN_NAME
                hint: set one of these, or try --emulator, which needs no account
                """)
    }

    @Test(arguments: [
        ("ak=1", 1, "comes before any [section]"), ("[basic]\nTOPSECRET", 2, "is neither [section] nor key = value"),
    ])
    func `a bad line is named by its number, not shown`(text: String, line: Int, what: String) {
        let error = #expect(throws: SetupError.self) { try search([:], file: text) }
        #expect(error?.description == "/home/op/.huaweicloud/credentials, line \(line): \(what)")
    }

    @Test func `secrets cannot be seen`() {
        let secret = Secret("hunter2-hunter2")
        var text = "\(secret) \(String(reflecting: secret)) \(Credentials(.token(secret), source: "x"))"
        dump(Credentials(.keys(accessKey: "AK", secretKey: secret, securityToken: secret), source: "x"), to: &text)
        #expect(!text.contains("hunter2"))
        #expect(secret.exposed == "hunter2-hunter2" && secret.bytes.count == 15)
    }

    @Test func `KooCLI's profiles are used by name, behind those of the credentials file`() throws {
        let settings = """
            {"current":"default","profiles":[
              {"name":"default","mode":"AKSK","accessKeyId":"AK1","secretAccessKey":"koo-secret-1","region":"cn-east-3"},
              {"name":"both","mode":"AKSK","accessKeyId":"AK2","secretAccessKey":"koo-secret-2","securityToken":"koo-token"},
              {"name":"agency","mode":"ecsAgency"}]}
            """
        let machine = TestMachine().surroundings(
            [:],
            files: [
                "/home/op/.hcloud/config.json": settings,
                "/home/op/.huaweicloud/credentials": "[both]\nak = file\nsk = file-secret\n",
            ])
        let found = try CredentialSearch(machine, profile: "default").run()
        #expect(keys(found) == ["AK1", "koo-secret-1", nil])
        #expect(found.source.hasPrefix("/home/op/.hcloud/config.json, profile \"default\""))
        #expect(keys(try CredentialSearch(machine, profile: "both").run()) == ["file", "file-secret", nil])
        #expect(Credentials.profiles(machine) == ["agency", "both", "default"])
        #expect(Credentials.isSecret(in: "x = 'koo-token'", machine))
        let agency = #expect(throws: SetupError.self) { try CredentialSearch(machine, profile: "agency").run() }
        #expect(agency?.description.contains("profile \"agency\" has no accessKeyId") == true)
        let unnamed = #expect(throws: SetupError.self) { try CredentialSearch(machine, profile: nil).run() }
        #expect(unnamed?.description.hasPrefix("no credentials found") == true)
    }

    private func search(
        _ variables: [String: String], file: String? = nil, profile: String? = nil
    ) throws(SetupError) -> Credentials {
        let files = file.map { ["/home/op/.huaweicloud/credentials": $0] } ?? [:]
        return try CredentialSearch(TestMachine().surroundings(variables, files: files), profile: profile).run()
    }

    private func keys(_ credentials: Credentials) -> [String?] {
        guard case .keys(let accessKey, let secretKey, let token) = credentials.proof else { return [] }
        return [accessKey, secretKey.exposed, token?.exposed]
    }
}
