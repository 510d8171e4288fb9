extension EmulatorServer {
    /// What a client of the emulator listening on `port` needs beside the variables of `environment(port:)`, to get keys from
    /// the other sources that Huawei's SDKs and `cph` know.
    ///
    /// They are no variables of the same environment: each of the sources leads to another principal, and which of several
    /// wins is not the same for every client. Names in capitals are variables of Huawei's.
    public func notes(port: Int) -> [(name: String, value: String)] {
        let url = ListenAddress.url(host: configuration.address.host, port: port)
        let (account, partner) = (cloud.account, partner.account)
        return [
            ("account", account.id),
            ("partner_account", partner.id),
            ("partner_project", partner.projectID),
            ("HUAWEICLOUD_SDK_STS_ENDPOINT", url),
            ("HUAWEICLOUD_SDK_IDP_ID", IdentitySettings.providerID),
            ("HUAWEICLOUD_OIDC_PROVIDER_URN", account.providerURN),
            ("HUAWEICLOUD_OIDC_AGENCY_URN", account.urn(of: .federation)),
            ("HUAWEICLOUD_OIDC_ID_TOKEN", configuration.cloud.identity.identityToken),
            ("HC_CONTAINER_CREDENTIALS_FULL_URI", url + Route.podIdentityPath),
            ("pod_token", configuration.cloud.identity.podToken),
            ("agency", account.urn(of: .buyers)),
            ("partner_agency", partner.urn(of: .buyers)),
        ]
    }
}
