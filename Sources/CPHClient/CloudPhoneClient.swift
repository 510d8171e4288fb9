import Addresses
public import CPHModel
import CPHSigner
public import Logging
import Schema

/// What a user may choose about the client.
public struct ClientSettings: Sendable {
    /// The region, such as `ap-southeast-1`. Nil is allowed only where one endpoint on this machine serves everything.
    public var region: String?
    /// The project's id, 32 hexadecimal digits; nil takes that of the credentials, or else asks IAM for the region's
    /// own project.
    public var projectID: String?
    /// A section of the credentials file or a profile of KooCLI; nil searches all sources.
    public var profile: String?
    /// The one source of credentials to look at; nil for all in turn.
    public var source: CredentialSource?
    /// The agencies to enter, one after the other, behind those of the credentials.
    public var agencies: [Agency] = []
    /// Where the account is; nil finds out.
    public var site: AccountSite?
    /// The values of `--endpoint`.
    public var endpoints: [String] = []
    /// The path of a file of PEM certificates to trust besides the system's.
    public var caFile: String?
    /// The proxy, as `http://HOST:PORT`; nil for none. The environment's proxy variables are not looked at.
    public var proxy: String?
    /// Limits for each exchange; a retry begins anew.
    public var deadlines = Deadlines()

    /// Makes settings that leave everything to the environment and to Huawei's files.
    public init() {}
}

/// The service over HTTPS.
///
/// It finds credentials and endpoints when it is made and talks to nobody before the first call. A call that buys goes
/// out once, on a connection of its own, unless it is certain that nothing was bought.
public final class CloudPhoneClient: CloudPhoneAPI {
    /// Where calls go, by service; fixed when the client is made.
    public let endpoints: Endpoints
    /// Where the credentials were found, for people.
    public let credentialSource: String
    /// What the user should know of them: other sources that are set, too.
    public let warnings: [String]
    private let signer: String

    private let projectID: String?
    private let profile: String?
    private let domainID: String?
    let authentication: Authentication
    let identities: IdentityService
    private let projects: IAMLookup
    private let accounts: IAMLookup
    private let sites = AccountSiteSearch()
    private let language: String
    let sender: Sender
    private let redactor: Redactor

    /// - Throws: `SetupError` when credentials, region or an endpoint are missing or make no sense.
    public init(_ settings: ClientSettings, _ surroundings: Surroundings, logger: Logger) throws(SetupError) {
        let credentials = try Self.credentials(settings, surroundings)
        endpoints = try Endpoints(
            region: settings.region, overrides: settings.endpoints, iam: credentials.iamEndpoint,
            usual: credentials.region, site: settings.site, surroundings)
        (projectID, profile) = (try Self.projectID(settings, credentials), settings.profile)
        (domainID, credentialSource, signer) = (credentials.domainID, credentials.source, credentials.signer)
        (warnings, language) = (credentials.warnings, surroundings.language)
        let proxy = try settings.proxy.flatMap { $0.isEmpty ? nil : $0 }.map { text throws(SetupError) in
            try Proxy(text)
        }
        try Self.checkCertificates(settings.caFile, surroundings)
        var transport = TransportConfiguration(
            proxy: proxy?.url.exposed, caFile: settings.caFile, systemBundle: surroundings.variable("SSL_CERT_FILE"),
            readFile: surroundings.readFile)
        let usual = HTTPTransport(transport)
        transport.proxy = nil
        sender = Sender(
            transport: usual, direct: proxy == nil ? usual : HTTPTransport(transport), surroundings: surroundings,
            deadlines: settings.deadlines, logger: logger)
        redactor = Redactor(credentials.secrets + (proxy?.secrets ?? []))
        identities = IdentityService(endpoints: endpoints, sender: sender)
        authentication = identities.authentication(credentials, projectID: projectID)
        let (identities, authentication) = (identities, authentication)
        let iam = endpoints.endpoint(.iam)
        projects = IAMLookup(
            .project(of: endpoints.region), iam: iam, authentication: authentication, sender: sender,
            redactor: redactor
        ) { () throws(CPHError) in throw CPHError(.api, "IAM's answer names no project") }
        accounts = IAMLookup(.account, iam: iam, authentication: authentication, sender: sender, redactor: redactor) {
            () throws(CPHError) in try await identities.callerIdentity(authentication).accountID
        }
    }

    private static func credentials(
        _ settings: ClientSettings, _ surroundings: Surroundings
    ) throws(SetupError) -> Credentials {
        var credentials = try CredentialSearch(
            surroundings, profile: settings.profile, source: settings.source
        ).run()
        credentials.agencies += settings.agencies
        try credentials.checkAgencies()
        return credentials
    }

    /// The project that calls go to: as given, or the region's own, which IAM is asked for once.
    ///
    /// - Throws: `CPHError` when IAM cannot be asked, or knows no project or several.
    public func currentProjectID() async throws(CPHError) -> String {
        if let projectID { return projectID }
        return try await projects.id()
    }

    /// The region and project that calls go to, as far as it is said without asking IAM.
    public var givenAccount: (region: String?, project: String?) { (endpoints.region, projectID) }

    /// The account that calls go to, its project looked up if need be.
    ///
    /// - Throws: As `currentProjectID` does.
    public func scope() async throws(CPHError) -> AccountScope {
        AccountScope(
            projectID: try await currentProjectID(), region: endpoints.region, profile: profile, signer: signer
        ) { [endpoints] service in
            endpoints.endpoint(service).authority
        }
    }

    /// Sends `call` signed, again where that can do no harm, and returns the last answer or failure.
    ///
    /// - Throws: `CPHError` when nothing could be sent, such as without a project or a token, or when the service
    ///   refused the request for its time, or a read for its credentials.
    public func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        let request = try await request(call)
        let scope = try await scope(call)
        let exchange = try await sender.send(
            request, redactor: redactor,
            sign: { [authentication] request throws(CPHError) in try await authentication.sign(request, scope) },
            renew: authentication.renew)
        // An error means that nothing was done. What may have bought something stays an answer, whatever it says, and the ledger
        // decides: only the gateway's refusal proves that the service never looked at the request.
        guard call.effect == .read || exchange.isUnauthorized else { return exchange }
        try ClockSkew.check(exchange, now: sender.surroundings.now(), operation: call.operation)
        try RefusedCredentials.check(
            exchange, effect: call.effect, source: authentication.source, operation: call.operation)
        return exchange
    }

    private func request(_ call: APICall) async throws(CPHError) -> ServiceRequest {
        var service = call.service
        if service == .bss, endpoints.mayBeInternational { service = try await site().billing }
        let places = endpoints.all(service)
        return ServiceRequest(
            operation: call.operation, effect: call.effect, endpoint: places[0], spares: Array(places.dropFirst()),
            method: call.method, path: try await path(call),
            query: call.query.map { QueryItem($0.name, $0.value) },
            headers: call.service == .bss ? [HeaderField("X-Language", language)] : [], body: call.body,
            startsBefore: call.startsBefore)
    }

    /// Completes the path, asking IAM for the project only where the path names it.
    private func path(_ call: APICall) async throws(CPHError) -> String {
        if let projectID { return call.path(projectID: projectID) }
        return call.needsProject ? call.path(projectID: try await currentProjectID()) : call.path
    }

    /// Says what the call's proof must be for: services of a region go by project, global ones by account.
    private func scope(_ call: APICall) async throws(CPHError) -> Authentication.Scope {
        let buys = call.effect != .read
        if call.service == .iam { return Authentication.Scope(buys: buys) }
        guard call.service.isGlobal else {
            return Authentication.Scope(projectID: try await currentProjectID(), buys: buys)
        }
        return try await globalScope(buys: buys)
    }

    /// What the proof of a call to a global service must be for.
    private func globalScope(buys: Bool) async throws(CPHError) -> Authentication.Scope {
        var account = domainID
        if account == nil, authentication.signs { account = try await accounts.id() }
        return Authentication.Scope(domainID: account, isGlobal: true, buys: buys)
    }

    /// The site of the account, asked for as Terraform's provider does.
    func site() async throws(CPHError) -> AccountSite {
        let scope = try await globalScope(buys: false)
        let request = ServiceRequest(
            operation: "site look-up", effect: .read, endpoint: endpoints.endpoint(.bss), method: .get,
            path: "/v2/products/service-types", query: [QueryItem("limit", "1")])
        return try await sites.site { [sender, redactor, authentication] () throws(CPHError) in
            try await sender.send(
                request, redactor: redactor,
                sign: { request throws(CPHError) in try await authentication.sign(request, scope) },
                renew: authentication.renew)
        }
    }

    /// Certificates that were asked for are looked at before anything is sent: without them every call would fail later.
    private static func checkCertificates(_ caFile: String?, _ surroundings: Surroundings) throws(SetupError) {
        do throws(CertificateFileError) {
            if let caFile { _ = try CertificateFile(caFile, "the CA file", surroundings.readFile) }
        } catch {
            throw SetupError(error.message)
        }
    }

    private static func projectID(
        _ settings: ClientSettings, _ credentials: Credentials
    ) throws(SetupError) -> String? {
        guard let id = settings.projectID ?? credentials.projectID, !id.isEmpty else { return nil }
        guard isProjectID(id) else {
            throw SetupError(
                "project id \"\(id)\" is malformed", hint: "it has up to 64 letters, digits, - and _; see the console")
        }
        return id
    }
}
