/// A variable of other tools that cph reads as they do: of Huawei's SDK, Terraform's provider, OpenStack, KooCLI and others.
///
/// A test compares the rows with the names in the code that reads them.
public struct ToolVariable: Sendable {
    /// The name in the environment.
    public let name: String
    /// What cph takes from it, in Markdown.
    public let doc: String
    /// What the value is, which says who may see it and how it must look.
    let kind: Kind

    enum Kind {
        /// It must reach neither scripts, child processes, logs nor the history.
        case secret
        /// It identifies somebody: one with an odd end is another identity.
        case identity
        case setting
    }

    /// Whether neither scripts nor children see it.
    public var isSecret: Bool { kind == .secret }

    private init(_ name: String, _ kind: Kind, _ doc: String) { (self.name, self.kind, self.doc) = (name, kind, doc) }

    /// All of them: by source of credentials, then what moves services and what concerns messages.
    public static let all: [ToolVariable] =
        oidc + sdk + terraform + agencies + openStack + kooCLI + pod + endpoints + machine
}

extension ToolVariable {
    private static let oidc = [
        ToolVariable(
            "HUAWEICLOUD_OIDC_PROVIDER_URN", .identity,
            "The identity provider for whose token STS gives keys; the source `oidc`."),
        ToolVariable(
            "HUAWEICLOUD_OIDC_AGENCY_URN", .identity, "The agency whose keys STS gives for an identity token."),
        ToolVariable("HUAWEICLOUD_OIDC_ID_TOKEN", .secret, "The identity token for STS."),
        ToolVariable(
            "HUAWEICLOUD_OIDC_TOKEN_FILE", .identity,
            "The file with the identity token for STS, read again each time; `HUAWEICLOUD_OIDC_ID_TOKEN` wins."),
        ToolVariable("HUAWEICLOUD_OIDC_SESSION_NAME", .identity, "What the session at STS is called."),
        ToolVariable(
            "HUAWEICLOUD_OIDC_DURATION_SECONDS", .identity, "How long the keys of STS serve, 900 to 43200 seconds."),
        ToolVariable("HUAWEICLOUD_OIDC_POLICY", .setting, "A policy that narrows what the keys of STS may do."),
        ToolVariable(
            "HUAWEICLOUD_OIDC_POLICY_IDS", .setting,
            "The ids of policies that narrow what the keys of STS may do, with commas between them."),
    ]

    private static let sdk = [
        ToolVariable("HUAWEICLOUD_SDK_AK", .identity, "The access key; the source `sdk`."),
        ToolVariable("HUAWEICLOUD_SDK_SK", .secret, "The secret key."),
        ToolVariable("HUAWEICLOUD_SDK_SECURITY_TOKEN", .secret, "The security token of keys that serve for a while."),
        ToolVariable(
            "HUAWEICLOUD_SDK_PROJECT_ID", .identity,
            "The project of the sources `oidc` and `sdk`, where `--project-id` and `CPH_PROJECT_ID` name none."),
        ToolVariable("HUAWEICLOUD_SDK_DOMAIN_ID", .identity, "The id of the account of the sources `oidc` and `sdk`."),
        ToolVariable(
            "HUAWEICLOUD_SDK_IDP_ID", .identity,
            "The identity provider for whose token IAM gives keys; it wins over keys beside it."),
        ToolVariable(
            "HUAWEICLOUD_SDK_ID_TOKEN_FILE", .identity,
            "The file with the identity token for IAM, read again each time."),
        ToolVariable(
            "HUAWEICLOUD_SDK_CREDENTIALS_FILE", .setting,
            "The credentials file of the source `file`; `~/.huaweicloud/credentials` when absent."),
    ]

    private static let terraform = [
        ToolVariable(
            "HW_AUTH_TOKEN", .secret, "A token of IAM; it wins over keys beside it. The source `terraform`."),
        ToolVariable("HW_ACCESS_KEY", .identity, "The access key of Terraform's provider; the source `terraform`."),
        ToolVariable("HW_SECRET_KEY", .secret, "The secret key of Terraform's provider."),
        ToolVariable("HW_SECURITY_TOKEN", .secret, "The security token of keys that serve for a while."),
        ToolVariable("HW_USER_NAME", .identity, "The user who logs in at IAM; the source `password`."),
        ToolVariable("HW_USER_ID", .identity, "The id of the user who logs in, instead of the name."),
        ToolVariable("HW_USER_PASSWORD", .secret, "The password of the user who logs in."),
        ToolVariable(
            "HW_PROJECT_ID", .identity,
            "The project of the sources `terraform` and `password`, where `--project-id` and `CPH_PROJECT_ID` name none."
        ),
        ToolVariable("HW_DOMAIN_ID", .identity, "The id of the account of the sources `terraform` and `password`."),
        ToolVariable("HW_DOMAIN_NAME", .identity, "The name of the account whose user logs in."),
        ToolVariable("HW_REGION_NAME", .identity, "The region, where `--region` and `CPH_REGION` name none."),
    ]

    private static let agencies = [
        ToolVariable(
            "HW_ASSUME_ROLE_AGENCY_NAME", .identity,
            "The agency to enter with the credentials of Terraform's provider or KooCLI, as `--assume` does."),
        ToolVariable("HW_ASSUME_ROLE_DOMAIN_NAME", .identity, "The name of the agency's account."),
        ToolVariable("HW_ASSUME_ROLE_DOMAIN_ID", .identity, "The id of the agency's account; it wins over the name."),
        ToolVariable(
            "HW_ASSUME_ROLE_DURATION", .identity,
            "How many seconds the agency's keys serve; it counts with the id of the account alone."),
        ToolVariable(
            "HW_ASSUME_ROLE_IDP_ID", .identity,
            "The identity provider for whose token IAM gives the keys that enter the agency."),
        ToolVariable("HW_ASSUME_ROLE_ID_TOKEN", .secret, "The identity token whose keys enter the agency."),
        ToolVariable(
            "HW_ASSUME_ROLE_ID_TOKEN_FILE", .identity,
            "The file with that identity token; `HW_ASSUME_ROLE_ID_TOKEN` wins."),
    ]

    /// Other names of what Terraform's provider reads, each behind the one that it stands for.
    private static let openStack: [ToolVariable] =
        [
            ("HW_AUTH_TOKEN", ["OS_AUTH_TOKEN"]), ("HW_ACCESS_KEY", ["OS_ACCESS_KEY"]),
            ("HW_SECRET_KEY", ["OS_SECRET_KEY"]), ("HW_SECURITY_TOKEN", ["OS_SECURITY_TOKEN"]),
            ("HW_USER_NAME", ["OS_USERNAME"]), ("HW_USER_ID", ["OS_USER_ID"]), ("HW_USER_PASSWORD", ["OS_PASSWORD"]),
            ("HW_PROJECT_ID", ["OS_PROJECT_ID", "OS_TENANT_ID"]),
            ("HW_DOMAIN_ID", ["OS_DOMAIN_ID", "OS_USER_DOMAIN_ID", "OS_PROJECT_DOMAIN_ID"]),
            ("HW_DOMAIN_NAME", ["OS_DOMAIN_NAME", "OS_USER_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME"]),
            ("HW_REGION_NAME", ["OS_REGION_NAME"]),
        ].flatMap { name, others in
            terraform.filter { $0.name == name }.flatMap { row in
                others.map { ToolVariable($0, row.kind, "As `\(name)`, where that is absent.") }
            }
        } + [
            ToolVariable(
                "OS_AGENCY_NAME", .setting,
                "It asks for the token of an agency, which cph does not enter: where it would count, it is refused.")
        ]

    private static let kooCLI = [
        ToolVariable("HW_PROFILE", .identity, "The profile of KooCLI to use; the source `koocli`."),
        ToolVariable(
            "HW_SHARED_CONFIG_FILE", .identity,
            "The settings of KooCLI, whose profile in use counts; `~/.hcloud/config.json` when absent."),
    ]

    private static let pod = [
        ToolVariable(
            "HC_CONTAINER_CREDENTIALS_FULL_URI", .identity,
            "Where the agent of a CCE node gives keys to its pods; the source `pod`."),
        ToolVariable(
            "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE", .identity,
            "The file with the token that the agent of a CCE node asks for."),
    ]

    private static let endpoints = [
        ToolVariable(
            "HUAWEICLOUD_SDK_REGION_SERVICE_REGION", .setting,
            """
            The addresses of a service in a region, with commas between them; SERVICE and REGION stand for their names in large \
            letters with `_` for `-`: `HUAWEICLOUD_SDK_REGION_IAM_CN_EAST_3`.
            """),
        ToolVariable(
            "HUAWEICLOUD_SDK_REGIONS_FILE", .setting,
            "A file with addresses of services by region; `~/.huaweicloud/regions.yaml` when absent."),
        ToolVariable("HUAWEICLOUD_SDK_IAM_ENDPOINT", .setting, "The address of IAM."),
        ToolVariable("HUAWEICLOUD_SDK_STS_ENDPOINT", .setting, "The address of STS."),
        ToolVariable("HW_CLOUD", .setting, "The domain of another cloud, such as `myhuaweicloud.eu`."),
        ToolVariable(
            "SKIP_CHECK_WEBSITE_TYPE", .setting,
            "Where it is `true`, cph does not find out whether the account is the international site's; `--site` says it."
        ),
    ]

    private static let machine = [
        ToolVariable(
            "SSL_CERT_FILE", .setting,
            "PEM certificates to trust instead of the system's; `--ca-file` adds to them."),
        ToolVariable(
            "LANG", .setting,
            "Where it begins with `zh`, error messages of the billing service come in Chinese, and else in English."),
        ToolVariable("LC_MESSAGES", .setting, "As `LANG`, over which it wins."),
        ToolVariable("LC_ALL", .setting, "As `LANG`, over which it wins."),
    ]
}
