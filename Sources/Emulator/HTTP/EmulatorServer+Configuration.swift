extension EmulatorServer {
    /// Where to listen, who may call, and which cloud to play.
    public struct Configuration: Sendable, CustomStringConvertible, CustomReflectable {
        /// Where to listen: loopback on a port that the system chooses, unless set.
        public var address = ListenAddress.anyPort
        /// The port of the first address at the last start, taken again where it is free; nil where somebody named one.
        private(set) var savedPort: Int?
        /// Where else to listen, for the same cloud.
        public var otherAddresses: [ListenAddress] = []
        /// The access key of the own account.
        public var accessKey: String
        /// The secret that signatures are checked with, and the password of every user where no other is set; it never
        /// leaves the process except for `environment(port:)`.
        public var secretKey: String
        /// Which keys somebody chose, and not the dice.
        private let isChosen: (accessKey: Bool, secretKey: Bool)
        /// The largest body that a request may have, in bytes.
        public var bodyLimit = 1 << 20
        /// The configuration of the cloud behind it.
        public var cloud: EmulatedCloud.Configuration

        /// Makes a configuration; keys that are nil are drawn at random.
        public init(
            accessKey: String? = nil, secretKey: String? = nil, cloud: EmulatedCloud.Configuration = .init()
        ) {
            var generator = SystemRandomNumberGenerator()
            self.accessKey = accessKey ?? "EMU" + generator.capitals(17)
            self.secretKey = secretKey ?? generator.capitals(40)
            isChosen = (accessKey != nil, secretKey != nil)
            self.cloud = cloud
        }

        /// Takes keys, tokens and port of the state file, where nobody has chosen others.
        mutating func takeSavedAccess() throws(StateFileError) {
            guard
                let saved = try cloud.stateFile.flatMap({ path throws(StateFileError) in
                    try StateFile.access(at: path)
                })
            else { return }
            if !isChosen.accessKey { accessKey = saved.accessKey }
            if !isChosen.secretKey { secretKey = saved.secretKey }
            cloud.identity.take(saved)
            if address.port == 0 { savedPort = saved.port }
        }

        /// What the state file is to have, with the port of the first address.
        func access(port: Int) -> StateAccess {
            StateAccess(
                accessKey: accessKey, secretKey: secretKey, port: address.port == 0 ? port : nil,
                identityToken: cloud.identity.identityToken, podToken: cloud.identity.podToken)
        }

        /// Says address and access key, but not the secret, because configurations end up in logs sooner or later.
        public var description: String { "\(address.host):\(address.port), access key \(accessKey)" }
        /// Shows debuggers and `dump` the access key alone.
        public var customMirror: Mirror { Mirror(self, children: ["accessKey": accessKey]) }
    }

    /// The environment variables that point a client at the emulator listening on `port`: Huawei's SDKs and `cph`.
    ///
    /// `HUAWEICLOUD_SDK_REGION_CPH_…` is how the SDKs are told another endpoint for a region.
    public func environment(port: Int) -> [(name: String, value: String)] {
        let url = ListenAddress.url(host: configuration.address.host, port: port)
        let region = configuration.cloud.region.uppercased().map { $0 == "-" ? "_" : $0 }
        return [
            ("HUAWEICLOUD_SDK_AK", configuration.accessKey),
            ("HUAWEICLOUD_SDK_SK", configuration.secretKey),
            ("HUAWEICLOUD_SDK_PROJECT_ID", cloud.projectID),
            ("HUAWEICLOUD_SDK_IAM_ENDPOINT", url),
            ("HUAWEICLOUD_SDK_REGION_CPH_\(String(region))", url),
            ("CPH_ENDPOINT", url),
        ]
    }
}
