import CPHClient
import Files
import Schema
import TestSupport
import Testing

/// Credentials from outside: sources at a cloud that gives keys, what is said of them, and that nothing is sent without.
@Suite(.ownThreads)
struct CredentialTests {
    /// A cloud, and what its clients need for each source.
    private struct Sources {
        let cloud: LocalCloud
        let place: TemporaryFolder
        /// What the emulator printed, by name.
        let printed: [String: String]

        init(_ arguments: String...) throws {
            cloud = try LocalCloud(arguments)
            place = try TemporaryFolder(isInMemory: true)
            var printed: [String: String] = [:]
            for line in cloud.printed.split(separator: "\n") {
                let text = line.replacing("export ", with: "").replacing("# ", with: "")
                let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                if parts.count == 2 { printed[parts[0]] = parts[1] }
            }
            self.printed = printed
            try place.write("identity", printed["HUAWEICLOUD_OIDC_ID_TOKEN"] ?? "")
            try place.write("pod", printed["pod_token"] ?? "")
        }

        /// Where the cloud is, and nobody's credentials.
        var bare: [String: String] {
            ["HOME": place.path, "CPH_ENDPOINT": printed["CPH_ENDPOINT"] ?? "", "CPH_REGION": "cn-east-3"]
        }

        func picked(_ names: String...) -> [String: String] { printed.filter { names.contains($0.key) } }

        var keys: [String: String] { picked("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK") }
        var oidc: [String: String] {
            picked("HUAWEICLOUD_OIDC_PROVIDER_URN", "HUAWEICLOUD_OIDC_AGENCY_URN", "HUAWEICLOUD_OIDC_ID_TOKEN")
        }
        var provider: [String: String] {
            ["HUAWEICLOUD_SDK_IDP_ID": "emulator", "HUAWEICLOUD_SDK_ID_TOKEN_FILE": "\(place.path)/identity"]
        }
        var pod: [String: String] {
            picked("HC_CONTAINER_CREDENTIALS_FULL_URI").merging([
                "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE": "\(place.path)/pod"
            ]) { $1 }
        }
        var password: [String: String] {
            [
                "HW_USER_NAME": "op", "HW_USER_PASSWORD": printed["HUAWEICLOUD_SDK_SK"] ?? "",
                "HW_DOMAIN_NAME": "emulator",
            ]
        }

        func cph(_ variables: [String: String], _ arguments: String..., input: String = "") throws -> Command.Outcome {
            try Command.start(arguments, input: input, environment: bare.merging(variables) { $1 }).wait()
        }

        func principal(_ variables: [String: String], _ arguments: String...) throws -> String {
            let outcome = try Command.start(
                ["whoami", "--json"] + arguments, environment: bare.merging(variables) { $1 }
            ).wait()
            guard outcome.status == 0 else { return "exit \(outcome.status): \(outcome.error)" }
            return try Value(json: Array(outcome.output.utf8)).members?["principal"]?.text ?? ""
        }
    }

    private static let account = "00000000000000000000000000000001"
    private static let partner = "00000000000000000000000000000002"
    private static let buy = fleet("game", 1)

    @Test func `each source is somebody of its own, and buys`() throws {
        let sources = try Sources()
        let session = "sts::\(Self.account):assumed-agency"
        let rows: [(name: String, variables: [String: String], principal: String)] = [
            ("keys", sources.keys, "iam::\(Self.account):user:emulator"),
            ("oidc", sources.oidc, "\(session):oidc-agency/oidc-sts-session"),
            ("provider", sources.provider, "iam::\(Self.account):user:federated"),
            ("pod", sources.pod, "\(session):pod-agency/emulator-pod"),
            ("password", sources.password, "iam::\(Self.account):user:op"),
        ]
        for row in rows {
            #expect(try sources.principal(row.variables) == row.principal, "\(row.name)")
            let bought = try sources.cph(
                row.variables, "--allow-spend", "1", "-", input: fleet("game-\(row.name)", 1))
            #expect(bought.status == 0 && bought.lines.count == 1, "\(row.name): \(bought.error)")
            #expect(try sources.cloud.ids(named: "game-\(row.name)") == bought.lines, "\(row.name)")
        }
    }

    @Test func `an agency of another account buys there, and the record says who entered it`() throws {
        let sources = try Sources()
        for (name, account) in [("by-name", "partner"), ("by-id", Self.partner)] {
            let outcome = try sources.cph(
                sources.keys, "--assume", "buyer-agency@\(account)", "--allow-spend", "1", "-", input: fleet(name, 1))
            #expect(outcome.status == 0 && outcome.lines.count == 1, "\(outcome.error)")
            // The project is the partner's; the account that has the keys has nothing.
            #expect(try sources.cloud.ids(named: name).isEmpty)
            let again = try sources.cph(
                sources.keys, "--assume", "buyer-agency@\(account)", "--allow-spend", "1", "-", input: fleet(name, 1))
            #expect(again.lines == outcome.lines)
        }
        let story = try sources.cph([:], "ledger", "show", "by-name-b01").output
        #expect(
            story.contains("  signed    by access key ") && story.contains(", then agency buyer-agency of partner"),
            "\(story)")
        #expect(story.contains(sources.printed["partner_project"] ?? "none"), "\(story)")
        let own = try sources.cph(sources.keys, "--allow-spend", "1", "-", input: fleet("by-name", 1))
        #expect(own.status == 0 && own.output.contains("\n"), "\(own.error)")
        #expect(try sources.cloud.ids(named: "by-name") == own.lines)
    }

    @Test func `a name of two projects is paid and decided about where somebody says which is meant`() throws {
        let sources = try Sources()
        for account in [[], ["--assume", "buyer-agency@partner"]] {
            let outcome = try Command.start(
                account + ["--allow-spend", "1", "-"], input: fleet("twin", 1),
                environment: sources.bare.merging(sources.keys) { $1 }
            ).wait()
            #expect(outcome.status == 0, "\(outcome.error)")
        }
        let own = sources.cloud.environment["HUAWEICLOUD_SDK_PROJECT_ID"] ?? ""
        let pay = try sources.cph(sources.keys, "ledger", "pay", "twin-b01", "--allow-pay", "1")
        #expect(pay.status == 3, "\(pay)")
        #expect(pay.error.contains("\"twin-b01\" is a purchase of projects \(own) and "), "\(pay.error)")
        #expect(pay.error.contains("say which is meant: --project-id \(own)"))
        let said = try sources.cph(sources.keys, "ledger", "pay", "twin-b01", "--allow-pay", "1", "--project-id", own)
        #expect(said.status == 0, "\(said)")
        #expect(try sources.cph([:], "ledger", "list", "--state", "unpaid").lines.count == 1)
    }

    @Test func `a script mints no keys, whoever allows it`() throws {
        let sources = try Sources()
        for (service, path) in [
            ("iam", "/v3.0/OS-CREDENTIAL/securitytokens"), ("iam", "/v3/auth/tokens"), ("sts", "/v5/agencies/assume"),
            ("iam", "/v3.0/OS-CREDENTIAL/credentials"), ("iam", "/v5/users/u/access-keys"),
        ] {
            let call = "return cph.request { service = '\(service)', method = 'POST', path = '\(path)', body = {} }"
            let outcome = try sources.cph(sources.keys, "--allow-request", "9", "-e", call)
            #expect(outcome.status == 3 && outcome.error.contains("which a script does not see"), "\(outcome)")
        }
    }

    @Test func `agencies are entered by variables of Terraform's and by a profile, too`() throws {
        let sources = try Sources()
        let terraform = [
            "HW_ACCESS_KEY": sources.printed["HUAWEICLOUD_SDK_AK"] ?? "",
            "HW_SECRET_KEY": sources.printed["HUAWEICLOUD_SDK_SK"] ?? "", "HW_ASSUME_ROLE_AGENCY_NAME": "buyer-agency",
        ]
        let session = "sts::\(Self.partner):assumed-agency:buyer-agency"
        #expect(
            try sources.principal(terraform.merging(["HW_ASSUME_ROLE_DOMAIN_NAME": "partner"]) { $1 })
                == "\(session)/emulator")
        #expect(
            try sources.principal(terraform.merging(["HW_ASSUME_ROLE_DOMAIN_ID": Self.partner]) { $1 })
                == "\(session)/buyer-agency")
        try sources.place.write(
            ".huaweicloud/credentials",
            """
            [basic]
            ak = \(sources.printed["HUAWEICLOUD_SDK_AK"] ?? "")
            sk = \(sources.printed["HUAWEICLOUD_SDK_SK"] ?? "")
            assume = { agency = "buyer-agency", account = "\(Self.partner)", session = "night", duration = "15m" }

            """)
        #expect(try sources.principal([:]) == "\(session)/night")
        // Keys that were entered with live for an hour at most, and enter the next one.
        #expect(
            try sources.principal([:], "--assume", "buyer-agency@\(Self.account)")
                == "sts::\(Self.account):assumed-agency:buyer-agency/buyer-agency")
    }

    @Test func `what is not used beside the chosen source is named`() throws {
        let sources = try Sources()
        let all = sources.oidc.merging(sources.keys) { $1 }.merging(sources.password) { $1 }
        let outcome = try sources.cph(all, "-e", "return #cph.servers.list()")
        #expect(outcome.status == 0)
        #expect(
            outcome.errors == [
                "cph: warning: credentials are those of the environment (HUAWEICLOUD_OIDC_PROVIDER_URN); not used: the "
                    + "environment (HUAWEICLOUD_SDK_AK); the environment (HW_USER_NAME)"
            ], "\(outcome.error)")
        let named = try sources.cph(all, "--credentials", "sdk", "-e", "return #cph.servers.list()")
        #expect(named.status == 0 && named.errors.isEmpty, "\(named.error)")
        // A run that calls nothing needs nobody's.
        #expect(try sources.cph(all, "-e", "return 1").error.isEmpty)
    }

    @Test(arguments: [
        ("503-before@iam=1", "provider"), ("html@iam=1", "provider"), ("expired-keys@iam=1", "provider"),
        ("truncate-after@iam=1", "provider"), ("reset-before@iam=1", "provider"), ("500-before@sts=1", "oidc"),
        ("expired-keys@sts=1", "oidc"), ("html@sts=1", "oidc"), ("html@pod_identity=1", "pod"),
        ("expired-keys@pod_identity=1", "pod"), ("503-before@iam=1", "password"),
    ])
    func `a source that gives nothing ends with 2, is not passed over, and nothing is sent`(
        faults: String, source: String
    ) throws {
        let sources = try Sources("--faults", faults)
        let chosen = [
            "provider": sources.provider, "oidc": sources.oidc, "pod": sources.pod, "password": sources.password,
        ]
        let terraform = source == "provider" || source == "oidc" ? sources.keys : [:]
        let outcome = try sources.cph(
            terraform.merging(chosen[source] ?? [:]) { $1 }, "--project-id",
            sources.cloud.environment["HUAWEICLOUD_SDK_PROJECT_ID"] ?? "",
            "--allow-spend", "1", "-", input: Self.buy)
        #expect(outcome.status == 2, "\(outcome)")
        #expect(outcome.error.contains("no credentials from"), "\(outcome.error)")
        let secrets = ["HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_OIDC_ID_TOKEN", "pod_token"].compactMap {
            sources.printed[$0]
        }
        for secret in secrets { #expect(!(outcome.error + outcome.output).contains(secret)) }
        #expect(!outcome.error.contains("bought"))
    }

    @Test func `no secret or token of a source is in output, logs, ledger or children`() throws {
        let sources = try Sources()
        let secrets = ["HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_OIDC_ID_TOKEN", "pod_token"].compactMap {
            sources.printed[$0]
        }
        #expect(secrets.count == 3)
        let script = fleet("game", 1, extra: "os.execute 'env; cat /proc/$PPID/environ'")
        for variables in [sources.keys, sources.oidc, sources.provider, sources.pod, sources.password] {
            let outcome = try sources.cph(
                variables.merging(["PATH": "/usr/bin:/bin"]) { $1 }, "--log-level", "trace", "--allow-exec",
                "--allow-spend",
                "9", "--ledger", "\(sources.place.path)/ledger.db", "-", input: script)
            #expect(outcome.status == 0 && outcome.output.contains("HOME="), "\(outcome.error)")
            let record = try Files.read("\(sources.place.path)/ledger.db")
            let texts = [outcome.output, outcome.error, String(decoding: record, as: UTF8.self)]
            for secret in secrets { #expect(!texts.contains { $0.contains(secret) }, "\(variables.keys)") }
        }
    }

    @Test func `doctor says who won and why not the others, who that is, and how old the key is`() throws {
        let sources = try Sources("--key-age", "91d")
        let young = try Sources("--key-age", "90d")
        let old = try sources.cph(sources.keys.merging(sources.password) { $1 }, "doctor")
        #expect(old.output.contains("right  credentials   access key, from the environment (HUAWEICLOUD_SDK_AK)"))
        #expect(old.output.contains("password: not used: the environment (HW_USER_NAME)"), "\(old.output)")
        #expect(old.output.contains("oidc: not set") && old.output.contains("metadata: not set"))
        #expect(old.output.contains("right  identity      iam::\(Self.account):user:emulator, account \(Self.account)"))
        #expect(old.output.contains("look   keys          the access key is 91 days old"), "\(old.output)")
        #expect(old.output.contains("right  site          china, billed at http://127.0.0.1:"))
        let other = try young.cph(young.keys, "doctor").output
        #expect(other.contains("right  keys          the access key is 90 days old"), "\(other)")
        let session = try sources.cph(sources.oidc, "doctor").output
        #expect(session.contains("right  keys          until 20") && session.contains("60 min from now"), "\(session)")
        #expect(session.contains("agency oidc-agency"))
        let wrong = try sources.cph(sources.oidc.merging(["HUAWEICLOUD_OIDC_ID_TOKEN": "wrong-token"]) { $1 }, "doctor")
        #expect(wrong.status == 1 && wrong.output.contains("wrong  identity      credentials no credentials from"))
    }

    @Test func `whoami is one line, or JSON`() throws {
        let sources = try Sources()
        let line = try sources.cph(sources.keys, "whoami")
        #expect(
            line.output
                == "iam::\(Self.account):user:emulator, account \(Self.account), project "
                + "\(sources.cloud.environment["HUAWEICLOUD_SDK_PROJECT_ID"] ?? "") in cn-east-3, from the environment "
                + "(HUAWEICLOUD_SDK_AK)\n")
        let json = try Value(json: Array(sources.cph(sources.oidc, "whoami", "--json").output.utf8)).members
        #expect(json?["agency"] == "oidc-agency" && json?["account_id"]?.text == Self.account)
        #expect(json?["expires_at"]?.text?.hasSuffix("Z") == true && json?["region"] == "cn-east-3")
        #expect(try sources.cph([:], "whoami").status == 2)
        #expect(try sources.cph([:], "whoami", "--emulator").output.hasPrefix("embedded cloud"))
        let refused = try sources.cph(sources.keys.merging(["HUAWEICLOUD_SDK_SK": "wrong-secret-key"]) { $1 }, "whoami")
        #expect(refused.status == 5 && refused.error.contains("APIGW.0303"), "\(refused)")
    }

    @Test(arguments: [
        (["--assume", "x"], "\"x\" is no agency; write AGENCY@ACCOUNT"),
        (["--credentials", "sts"], "sts is no source of credentials; there are oidc, sdk, file"),
        (["--credentials", "tokn"], "did you mean token?"), (["--site", "intl"], "intl is no site; there are china"),
        (["--credentials", "sdk", "--profile", "p"], "a profile and the source sdk are named"),
    ])
    func `an option that can't be read says what may stand there`(options: [String], words: String) throws {
        let outcome = try Command.start(options + ["--region", "cn-east-3", "-e", "cph.servers.list()"]).wait()
        #expect(outcome.status == 2 && outcome.error.contains(words), "\(outcome.error)")
    }

    @Test(arguments: [
        ("CPH_ASSUME", "x", "CPH_ASSUME: \"x\" is no agency"), ("CPH_SITE", "chian", "did you mean china?"),
        ("CPH_CREDENTIALS", "files", "did you mean file?"),
    ])
    func `so does a variable`(name: String, value: String, words: String) throws {
        let outcome = try Command.cph("-e", "print 'ran'", environment: [name: value])
        #expect(outcome.status == 2 && outcome.error.contains(words) && outcome.output.isEmpty, "\(outcome.error)")
    }

    @Test func `the page of credentials names every source in its order`() throws {
        let page = try Repository.text("stdlib/CREDENTIALS.md")
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") && !$0.hasPrefix("| `--") }.map {
            $0.dropFirst(3).prefix { $0 != "`" }
        }
        #expect(rows.map(String.init) == CredentialSource.allCases.map(\.rawValue))
    }
}
