public import Clock

extension EmulatedCloud {
    /// Says how the cloud behaves and what its account has.
    public struct Configuration: Sendable {
        /// The only project that exists; nil for that of the state file, or one made up.
        public var projectID: String?
        /// The one region, whose name the project has; nil: every region has the project.
        public var onlyRegion: String?
        /// Passwords by user name; nil: `password` is that of every user.
        public var passwords: [String: String]?
        /// The password of all users where `passwords` is nil; nil: any is taken, which is for a cloud that only this process
        /// reaches.
        public var password: String?
        /// What the account has; nil: whatever is asked for.
        public var catalogue: Catalogue?
        /// Who may get keys and tokens without having any, and for how long.
        public var identity = IdentitySettings()
        /// The permanent keys that the account has; a cloud that only this process reaches needs none.
        var keys: (id: String, secret: String)?
        /// Whose cloud it is; nil for the own account.
        var owner: EmulatedAccount?
        /// What goes wrong; nothing unless set.
        public var faults = FaultPlan()
        /// The seed of all ids, and of every decision whether a fault occurs.
        public var seed: UInt64
        /// How long it takes from payment until a server runs.
        public var buildTime = Duration.seconds(20)
        /// How long a caller in this process waits for an answer that never comes.
        public var patience = Duration.seconds(60)
        /// How long a caller in this process is still answered to what does not only read, once it is cancelled.
        public var patienceAfterCancelling = Duration.zero
        /// Keeps orders and servers across restarts; nil: in memory alone.
        public var stateFile: String?
        /// Dates orders and decides when servers are built; the machine's time unless set.
        public var clock: any WallClock = SystemClock()

        /// Makes a cloud without catalogue and faults.
        ///
        /// - Parameter seed: Drawn at random when nil.
        public init(projectID: String? = nil, seed: UInt64? = nil) {
            var generator = SystemRandomNumberGenerator()
            self.projectID = projectID
            self.seed = seed ?? generator.next()
        }

        /// The region where a request names none.
        var region: String { onlyRegion ?? "cn-east-3" }

        /// Whether a region of this name has the project. Any name in the form of Huawei's regions does, because new
        /// regions appear and the emulator has no list of them.
        func hasProject(named name: String) -> Bool {
            if let onlyRegion { return name == onlyRegion }
            let parts = name.split(separator: "-", omittingEmptySubsequences: false)
            return parts.count >= 3 && parts[0].utf8.count == 2 && Int(parts[parts.count - 1]) != nil
                && parts.dropLast().allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isLowerCaseLetter) }
        }

        func accepts(_ login: Login) -> Bool {
            if let passwords { return passwords[login.user] == login.password }
            return password.map { $0 == login.password } ?? true
        }
    }
}

private func isLowerCaseLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
