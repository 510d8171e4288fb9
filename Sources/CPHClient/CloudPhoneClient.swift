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
    private let signer: String

    private let projectID: String?
    private let profile: String?
    private let domainID: String?
    private let authentication: Authentication
    private let projects: IAMLookup
    private let accounts: IAMLookup
    let sender: Sender
    private let redactor: Redactor

    /// How long a token must still live before something is bought with it, in seconds.
    private static let purchaseLife = 10 * 60

    /// - Throws: `SetupError` when credentials, region or an endpoint are missing or make no sense.
    public init(_ settings: ClientSettings, _ surroundings: Surroundings, logger: Logger) throws(SetupError) {
        let credentials = try CredentialSearch(surroundings, profile: settings.profile).run()
        endpoints = try Endpoints(
            region: settings.region, overrides: settings.endpoints, iam: credentials.iamEndpoint, surroundings)
        (projectID, profile) = (try Self.projectID(settings, credentials), settings.profile)
        (domainID, credentialSource, signer) = (credentials.domainID, credentials.source, credentials.signer)
        let proxy = try settings.proxy.flatMap { $0.isEmpty ? nil : $0 }.map { text throws(SetupError) in
            try Proxy(text)
        }
        try Self.checkCertificates(settings.caFile, surroundings)
        let transport = HTTPTransport(
            TransportConfiguration(
                proxy: proxy?.url.exposed, caFile: settings.caFile,
                systemBundle: surroundings.variable("SSL_CERT_FILE"),
                readFile: surroundings.readFile))
        sender = Sender(
            transport: transport, surroundings: surroundings, deadlines: settings.deadlines, logger: logger)
        redactor = Redactor(credentials.secrets + (proxy?.secrets ?? []))
        let iam = endpoints.endpoint(.iam)
        let tokens = Self.tokens(credentials, endpoints.region, projectID, iam, sender)
        authentication = Authentication(credentials, surroundings, tokens: tokens)
        projects = IAMLookup(
            .project(of: endpoints.region), iam: iam, authentication: authentication, sender: sender,
            redactor: redactor)
        accounts = IAMLookup(.account, iam: iam, authentication: authentication, sender: sender, redactor: redactor)
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
            exchange, effect: call.effect, source: credentialSource, operation: call.operation)
        return exchange
    }

    private func request(_ call: APICall) async throws(CPHError) -> ServiceRequest {
        let places = endpoints.all(call.service)
        return ServiceRequest(
            operation: call.operation, effect: call.effect, endpoint: places[0], spares: Array(places.dropFirst()),
            method: call.method, path: try await path(call),
            query: call.query.map { QueryItem($0.name, $0.value) }, body: call.body,
            startsBefore: call.startsBefore)
    }

    /// Completes the path, asking IAM for the project only where the path names it.
    private func path(_ call: APICall) async throws(CPHError) -> String {
        if let projectID { return call.path(projectID: projectID) }
        return call.needsProject ? call.path(projectID: try await currentProjectID()) : call.path
    }

    /// Says what the call's proof must be for: services of a region go by project, global ones by account.
    private func scope(_ call: APICall) async throws(CPHError) -> Authentication.Scope {
        let life = [.purchase, .payment, .unknown].contains(call.effect) ? Self.purchaseLife : 60
        if call.service == .iam { return Authentication.Scope(remainingLife: life) }
        guard call.service.isGlobal else {
            return Authentication.Scope(projectID: try await currentProjectID(), remainingLife: life)
        }
        var account = domainID
        if account == nil, authentication.signs { account = try await accounts.id() }
        return Authentication.Scope(domainID: account, isGlobal: true, remainingLife: life)
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

    private static func tokens(
        _ credentials: Credentials, _ region: String, _ projectID: String?, _ iam: Endpoint, _ sender: Sender
    ) -> Authentication.Tokens? {
        guard case .password(let user, let account, let password) = credentials.proof else { return nil }
        let project: Value = projectID.map { ["id": .string($0)] } ?? ["name": .string(region)]
        let source = { scope in
            TokenSource(
                user: user, account: account, password: password, origin: credentials.source, scope: scope, iam: iam,
                sender: sender)
        }
        return Authentication.Tokens(
            project: source(["project": project]), account: source(["domain": ["name": .string(account)]]))
    }
}
