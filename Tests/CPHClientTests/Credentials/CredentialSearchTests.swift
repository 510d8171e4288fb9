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

    @Test func `takes the credentials file next, as the SDK does, and names what it passes over`() throws {
        let found = try search(
            ["HW_ACCESS_KEY": "ak", "HW_SECRET_KEY": "sk", "CPH_AUTH_TOKEN": "t"],
            file:
                "# mine\r\n[basic]\r\nak = AK1\r\nsk = a=b;c#d\r\nproject_id=p\r\nsecurity_token=\r\niam_endpoint = https://iam.example.com\r\n"
        )
        #expect(keys(found) == ["AK1", "a=b;c#d", nil])
        #expect(found.projectID == "p" && found.iamEndpoint == "https://iam.example.com")
        #expect(found.source == "/home/op/.huaweicloud/credentials, section [basic]")
        #expect(
            found.warnings == [
                "credentials are those of /home/op/.huaweicloud/credentials, section [basic]; not used: the environment "
                    + "(HW_ACCESS_KEY); the environment (CPH_AUTH_TOKEN)"
            ])
    }

    @Test func `takes Terraform's variables next`() throws {
        let found = try search(
            ["HW_ACCESS_KEY": "ak", "HW_SECRET_KEY": "sk", "HW_PROJECT_ID": "p", "CPH_AUTH_TOKEN": "t"])
        #expect(keys(found) == ["ak", "sk", nil])
        #expect(found.projectID == "p" && found.source == "the environment (HW_ACCESS_KEY)")
        #expect(found.warnings.count == 1)
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
        (
            ["HUAWEICLOUD_OIDC_AGENCY_URN": "a"],
            "HUAWEICLOUD_OIDC_AGENCY_URN is set, but not HUAWEICLOUD_OIDC_PROVIDER_URN and HUAWEICLOUD_OIDC_ID_TOKEN or "
                + "HUAWEICLOUD_OIDC_TOKEN_FILE"
        ),
        (["HUAWEICLOUD_SDK_IDP_ID": "a"], "HUAWEICLOUD_SDK_IDP_ID is set, but not HUAWEICLOUD_SDK_ID_TOKEN_FILE"),
        ([:], "/home/op/.huaweicloud/credentials: section [basic] needs both ak and sk"),
    ])
    func `half a source is an error, not a reason to go on`(variables: [String: String], message: String) throws {
        let error = #expect(throws: SetupError.self) {
            try search(variables, file: "[basic]\nak=\nsk=1\n")
        }
        #expect(error?.message == message)
    }

    @Test(arguments: [
        (["HW_ACCESS_KEY": "a"], "HW_ACCESS_KEY is set, but not HW_SECRET_KEY"),
        (
            ["HC_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/c"],
            "HC_CONTAINER_CREDENTIALS_FULL_URI is set, but not HC_CONTAINER_AUTHORIZATION_TOKEN_FILE"
        ),
    ])
    func `half of a source that comes later is an error, too, where nothing comes before it`(
        variables: [String: String], message: String
    ) throws {
        let error = #expect(throws: SetupError.self) { try search(variables) }
        #expect(error?.message == message)
        let file = "[basic]\nak=1\nsk=2\n"
        #expect(try search(variables, file: file).warnings.count == 1)
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
                  HUAWEICLOUD_OIDC_PROVIDER_URN, HUAWEICLOUD_OIDC_AGENCY_URN and an identity token
                  HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or HUAWEICLOUD_SDK_IDP_ID and HUAWEICLOUD_SDK_ID_TOKEN_FILE
                  section [basic] or [global] of /home/op/.huaweicloud/credentials
                  HW_AUTH_TOKEN, or HW_ACCESS_KEY and HW_SECRET_KEY (or OS_… of the same)
                  CPH_AUTH_TOKEN
                  HW_USER_NAME, HW_USER_PASSWORD and HW_DOMAIN_NAME (or OS_…)
                  HW_PROFILE or HW_SHARED_CONFIG_FILE of KooCLI
                  HC_CONTAINER_CREDENTIALS_FULL_URI and HC_CONTAINER_AUTHORIZATION_TOKEN_FILE
                  the metadata of this machine, if it is an ECS
                hint: set one of these (cph doc guide credentials says more), or try --emulator, which needs no account
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
              {"name":"agency","mode":"ecsAgency"},{"name":"login","mode":"SSO","accessKeyId":""}]}
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
        #expect(found.region == "cn-east-3")
        #expect(keys(try CredentialSearch(machine, profile: "both").run()) == ["file", "file-secret", nil])
        #expect(Credentials.profiles(machine) == ["agency", "both", "default", "login"])
        #expect(Credentials.isSecret(in: "x = 'koo-token'", machine))
        guard case .issued(.metadata) = try CredentialSearch(machine, profile: "agency").run().proof else {
            Issue.record("a profile of the machine's agency has the machine's keys")
            return
        }
        let login = #expect(throws: SetupError.self) { try CredentialSearch(machine, profile: "login").run() }
        #expect(login?.description.contains("profile \"login\" has no accessKeyId") == true)
        let unnamed = #expect(throws: SetupError.self) { try CredentialSearch(machine, profile: nil).run() }
        #expect(unnamed?.description.hasPrefix("no credentials found") == true)
    }

    @Test(arguments: ["assume_role = { agency = a, account = b }", "asume = x", "assumes = x"])
    func `a slip in the key that enters an agency is an error, not another principal`(line: String) {
        let error = #expect(throws: SetupError.self) { try search([:], file: "[basic]\nak=1\nsk=2\n\(line)\n") }
        #expect(error?.description.contains("is no key that cph reads\nhint: did you mean assume?") == true)
        #expect((try? search([:], file: "[basic]\nak=1\nsk=2\nnote = x\nuser = y\n")) != nil)
    }

    @Test(arguments: ["HUAWEICLOUD_SDK_AK", "HW_AUTH_TOKEN", "CPH_AUTH_TOKEN", "HUAWEICLOUD_SDK_SECURITY_TOKEN"])
    func `a variable with a line's end in it is refused by name`(name: String) {
        let keys = ["HUAWEICLOUD_SDK_AK": "a", "HUAWEICLOUD_SDK_SK": "s"]
        let error = #expect(throws: SetupError.self) { try search(keys.merging([name: "abc\r\nX-Evil: 1"]) { $1 }) }
        #expect(error?.message == "\(name) has a control character in it")
    }

    @Test func `KooCLI's settings are looked at behind the password, and their profile in use is taken`() throws {
        let koo =
            #"{"current":"a","profiles":[{"name":"a","accessKeyId":"ka","secretAccessKey":"s"},{"name":"b","accessKeyId":"kb","secretAccessKey":"s"}]}"#
        let variables = ["HW_SHARED_CONFIG_FILE": "/koo"]
        func found(_ more: [String: String], _ text: String = koo) throws(SetupError) -> String? {
            let machine = TestMachine().surroundings(variables.merging(more) { $1 }, files: ["/koo": text])
            let found = try CredentialSearch(machine, profile: nil).run()
            guard case .keys(let accessKey, _, _) = found.proof else { return found.kind }
            return accessKey
        }
        #expect(try found([:]) == "ka")
        #expect(try found(["HW_PROFILE": "b"]) == "kb")
        let password = ["HW_USER_NAME": "u", "HW_USER_PASSWORD": "p", "HW_DOMAIN_NAME": "d", "HW_PROFILE": "b"]
        #expect(try found(password) == "user name and password")
        let absent = #expect(throws: SetupError.self) { try found(["HW_PROFILE": "c"]) }
        #expect(absent?.description == "/koo has no profile \"c\"\nhint: it has a, b")
        let unused = #expect(throws: SetupError.self) { try found([:], #"{"profiles":[]}"#) }
        #expect(unused?.message == "/koo says of no profile that it is in use")
        let machine = TestMachine().surroundings(variables)
        let gone = #expect(throws: SetupError.self) { try CredentialSearch(machine, profile: nil).run() }
        #expect(gone?.message == "HW_SHARED_CONFIG_FILE names /koo, which does not exist")
    }

    @Test(arguments: CredentialSource.allCases)
    func `a source that is named is the only one`(source: CredentialSource) throws {
        let all = [
            "HUAWEICLOUD_OIDC_PROVIDER_URN": "p", "HUAWEICLOUD_OIDC_AGENCY_URN": "a", "HUAWEICLOUD_OIDC_ID_TOKEN": "t",
            "HUAWEICLOUD_SDK_AK": "e", "HUAWEICLOUD_SDK_SK": "e", "HW_ACCESS_KEY": "t", "HW_SECRET_KEY": "t",
            "CPH_AUTH_TOKEN": "t", "HW_USER_NAME": "u", "HW_USER_PASSWORD": "p", "HW_DOMAIN_NAME": "d",
            "HC_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.2/c",
            "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/t",
            "HW_PROFILE": "koo",
        ]
        let places: [CredentialSource: String] = [
            .oidc: "the environment (HUAWEICLOUD_OIDC_PROVIDER_URN)", .sdk: "the environment (HUAWEICLOUD_SDK_AK)",
            .file: "/home/op/.huaweicloud/credentials, section [basic]", .terraform: "the environment (HW_ACCESS_KEY)",
            .token: "the environment (CPH_AUTH_TOKEN)", .password: "the environment (HW_USER_NAME)",
            .pod: "the environment (HC_CONTAINER_CREDENTIALS_FULL_URI)", .metadata: "the metadata of this machine",
            .koocli: "/home/op/.hcloud/config.json, profile \"koo\"",
        ]
        let koo = #"{"profiles":[{"name":"koo","mode":"AKSK","accessKeyId":"k","secretAccessKey":"s"}]}"#
        let file = ["/home/op/.huaweicloud/credentials": "[basic]\nak=1\nsk=2\n", "/home/op/.hcloud/config.json": koo]
        let machine = TestMachine().surroundings(all, files: file)
        let found = try CredentialSearch(machine, profile: nil, source: source).run()
        #expect(found.source == places[source] && found.warnings.isEmpty)
        let empty = TestMachine().surroundings()
        if source != .metadata {
            let error = #expect(throws: SetupError.self) {
                try CredentialSearch(empty, profile: nil, source: source).run()
            }
            #expect(error?.message.hasPrefix("no credentials found in \(source.rawValue): ") == true)
        }
        // All of them are set: the first in the list is taken, and the others are named.
        let usual = try CredentialSearch(machine, profile: nil).run()
        #expect(usual.source == places[.oidc])
        for (other, place) in places where other != .oidc && other != .metadata {
            #expect(usual.warnings.first?.contains(place) == true, "\(other)")
        }
    }

    @Test(
        arguments: [
            ("HUAWEICLOUD\n", true), ("HUAWEICLOUD", true), ("OpenTelekomCloud\n", false), ("", false), (nil, false),
        ] as [(String?, Bool)])
    func `the machine's own keys are used where nothing else is set, and it says what it is`(tag: String?, isECS: Bool)
        throws
    {
        let files = tag.map { ["/sys/class/dmi/id/chassis_asset_tag": $0] } ?? [:]
        let machine = TestMachine().surroundings([:], files: files)
        let found = try? CredentialSearch(machine, profile: nil).run()
        #expect(found.map(\.source) == (isECS ? "the metadata of this machine" : nil))
        let without = TestMachine().surroundings(["CPH_NO_METADATA": "1"], files: files)
        for source in [nil, CredentialSource.metadata] {
            #expect(throws: SetupError.self) { try CredentialSearch(without, profile: nil, source: source).run() }
        }
    }

    @Test func `a section may enter agencies, one after the other, whose account is another one`() throws {
        let start = "[basic]\nak=1\nsk=2\nproject_id=p\ndomain_id=d\nassume = "
        let id = "0123456789abcdef0123456789abcdef"
        let one = try search([:], file: start + #"{ agency = "buyers", account = partner, duration = "1h" }"#)
        #expect(one.agencies.map(\.words) == ["agency buyers of partner"] && one.agencies.first?.duration == 3600)
        #expect(one.projectID == nil && one.domainID == nil)
        #expect(one.signer.hasSuffix(", then agency buyers of partner"))
        let two = try search(
            [:],
            file: start
                + #"[{agency='a',account_id='\#(id)',session="x1",external_id=e}, { agency = b, account = \#(id) },]"#)
        #expect(two.agencies.map(\.accountID) == [id, id] && two.domainID == id)
        #expect(two.agencies.first?.session == "x1" && two.agencies.first?.externalID == "e")
    }

    @Test(arguments: [
        ("{}", "agency is missing"), ("{ agency = a }", "the agency's account is missing"),
        ("agency = a", "is malformed"),
        ("{ agency = a, account = b", "is malformed"), ("{ agency = a account = b }", "is malformed"),
        ("{ agency = a, account = b } x", "is malformed"), ("[]", "is malformed"),
        ("{ agency = \"a, account = b }", "is malformed"),
        ("{ agency = a, acount = b }", "unknown key \"acount\""),
        ("{ agency = a, agency = b }", "agency stands there twice"),
        ("{ agency = a, account = 0123456789abcdef0123456789abcdef, session = s }", "is to have 2 to 64 letters"),
        ("{ agency = a, account = 0123456789abcdef0123456789abcdef, session = 'a b' }", "is to have 2 to 64 letters"),
        (
            "{ agency = a, account = b, account_id = 0123456789abcdef0123456789abcdef }",
            "account and account_id name two accounts"
        ),
        ("{ agency = a, account_id = b }", "account_id is to have 32 hexadecimal digits"),
        ("{ agency = a, account = b, duration = long }", "\"long\" is no duration"),
        ("{ agency = a, account = b, duration = 899 }", "the duration is to be 900 to 86400 s, not 899"),
        ("{ agency = a, account = b, duration = 86401 }", "the duration is to be 900 to 86400 s, not 86401"),
        ("{ agency = a, account = b, session = night }", "session and external_id need the account's id"),
    ])
    func `an agency that can't be read is said by its place`(text: String, message: String) {
        let error = #expect(throws: SetupError.self) { try search([:], file: "[basic]\nak=1\nsk=2\nassume = \(text)") }
        let place = "/home/op/.huaweicloud/credentials: section [basic]: assume"
        #expect(error?.message.hasPrefix(place) == true && error?.message.contains(message) == true, "\(error as Any)")
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
