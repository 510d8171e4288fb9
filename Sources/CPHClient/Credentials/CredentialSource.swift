/// Where credentials may come from, in the order in which they are looked for: first what Huawei's SDK looks at, in its order,
/// then what Terraform's provider does, then the machine itself.
///
/// The first that has any is taken, and no other: one that is only half there, or that gives no keys, is an error, because the
/// next one may be another account than the user meant.
public enum CredentialSource: String, CaseIterable, Sendable {
    case oidc, sdk, file, terraform, token, password, koocli, pod, metadata

    /// What is looked at, for people.
    var place: String {
        switch self {
        case .oidc: "HUAWEICLOUD_OIDC_PROVIDER_URN, HUAWEICLOUD_OIDC_AGENCY_URN and an identity token"
        case .sdk:
            "HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or HUAWEICLOUD_SDK_IDP_ID and HUAWEICLOUD_SDK_ID_TOKEN_FILE"
        case .file: "section [basic] or [global] of ~/.huaweicloud/credentials"
        case .terraform: "HW_AUTH_TOKEN, or HW_ACCESS_KEY and HW_SECRET_KEY (or OS_… of the same)"
        case .token: "CPH_AUTH_TOKEN"
        case .password: "HW_USER_NAME, HW_USER_PASSWORD and HW_DOMAIN_NAME (or OS_…)"
        case .koocli: "HW_PROFILE or HW_SHARED_CONFIG_FILE of KooCLI"
        case .pod: "HC_CONTAINER_CREDENTIALS_FULL_URI and HC_CONTAINER_AUTHORIZATION_TOKEN_FILE"
        case .metadata: "the metadata of this machine, if it is an ECS"
        }
    }
}

/// What a source has.
enum CredentialFinding {
    /// Nothing of it is set.
    case absent
    case found(Credentials)
    /// A part of it is there, and can't be used.
    case unusable(SetupError)
}
