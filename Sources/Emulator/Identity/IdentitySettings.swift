/// Says who may get keys and tokens of the emulated cloud without having any, and for how long they last.
public struct IdentitySettings: Sendable {
    /// The identity provider's name at IAM.
    public static let providerID = "emulator"
    /// The user of IAM that an identity token stands for.
    public static let federatedUser = "federated"
    /// The id of the emulated machine, which names its agency's session.
    public static let machineID = "e0000000-0000-4000-8000-000000000001"
    /// The session of the emulated pod's agency.
    public static let podSession = "emulator-pod"

    /// The one token that IAM and STS believe the identity provider to have signed; `setIdentityToken` takes another.
    public private(set) var identityToken: String
    /// Whether somebody chose the identity token.
    private(set) var isTokenChosen = false
    /// The one token that the emulated pod shows for its keys.
    public var podToken: String
    /// The longest life of keys and tokens that are given out; nil: as long as was asked for.
    public var keyLife: Duration?
    /// How old the configured keys are when the cloud begins.
    public var keyAge = Duration.zero
    /// How the emulated machine's metadata service behaves.
    public var metadata = MetadataMode.both

    /// Draws both tokens at random.
    public init() {
        var generator = SystemRandomNumberGenerator()
        identityToken = generator.hexID() + generator.hexID()
        podToken = generator.hexID() + generator.hexID()
    }

    /// Makes `token` the identity provider's.
    ///
    /// - Throws: `EmulatorError` when it could be no token: STS takes 4 to 20000 characters, and a token has no blanks.
    public mutating func setIdentityToken(_ token: String) throws(EmulatorError) {
        guard (4...20_000).contains(token.utf8.count), token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw EmulatorError("an identity token has 4 to 20000 letters, digits and signs of ASCII, without blanks")
        }
        (identityToken, isTokenChosen) = (token, true)
    }

    /// Takes the tokens of a state file, where nobody has chosen others.
    mutating func take(_ access: StateAccess) {
        if !isTokenChosen { identityToken = access.identityToken }
        podToken = access.podToken
    }
}
