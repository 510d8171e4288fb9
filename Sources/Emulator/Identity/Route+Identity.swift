/// What the identity services answer, for all accounts.
extension Route {
    static let identity = iam + sts + metadata

    private static let iam = [
        Route("create_token", .iam, .post, "/v3/auth/tokens", proof: .none) { $0.createToken($1) },
        Route("show_token", .iam, .get, "/v3/auth/tokens") { $0.showToken($1) },
        Route("create_token_by_id_token", .iam, .post, "/v3.0/OS-AUTH/id-token/tokens", proof: .none) {
            $0.createTokenByIdentity($1)
        },
        Route("create_security_token", .iam, .post, "/v3.0/OS-CREDENTIAL/securitytokens", proof: .optional) {
            $0.createSecurityToken($1)
        },
        Route("show_credential", .iam, .get, "/v3.0/OS-CREDENTIAL/credentials/{access_key}") { $0.showCredential($1) },
        Route("list_projects", .iam, .get, "/v3/projects") { $0.listProjects($1) },
        Route("list_domains", .iam, .get, "/v3/auth/domains") { $0.listDomains($1) },
    ]

    private static let sts = [
        Route("assume_agency", .sts, .post, "/v5/agencies/assume", proof: .signature) { $0.assumeAgency($1) },
        Route("assume_agency_with_oidc", .sts, .post, "/v5/agencies/assume-with-oidc", proof: .none) {
            $0.assumeAgencyWithOIDC($1)
        },
        Route("show_caller_identity", .sts, .get, "/v5/caller-identity", proof: .signature) {
            $0.showCallerIdentity($1)
        },
    ]

    private static let metadata = [
        Route("create_metadata_token", .metadata, .put, "/meta-data/latest/api/token", proof: .none) {
            $0.createMetadataToken($1)
        },
        Route("show_security_key", .metadata, .get, "/openstack/latest/securitykey", proof: .none) {
            $0.showSecurityKey($1)
        },
        Route("show_pod_credentials", .podIdentity, .post, podIdentityPath, proof: .none) {
            $0.showPodCredentials($1)
        },
    ]

    /// Where a pod asks for its keys. Huawei's path is the cluster's to choose: pods find it in a variable.
    static let podIdentityPath = "/v1/pod-identity/credentials"

    /// Whether the route is played by the first account's cloud for every account.
    var isIdentity: Bool { FaultScope.identity.contains(scope) }
}
