import Glibc

/// Where a user's files are, as the XDG rules say.
public struct UserFolders: Sendable {
    private let variable: @Sendable (String) -> String?
    private let ofDatabase: String?

    /// The folders of the user that this process runs as.
    public static var ofProcess: UserFolders {
        UserFolders(ofDatabase: Environment["HOME"] == nil ? homeOfDatabase : nil) { Environment[$0] }
    }

    /// - Parameters:
    ///   - ofDatabase: The home folder that the system has for the user, for a process without `HOME`, such as a service.
    ///   - variable: A variable's value; nil when it is not set or empty.
    public init(ofDatabase: String?, variable: @escaping @Sendable (String) -> String?) {
        (self.ofDatabase, self.variable) = (ofDatabase, variable)
    }

    /// The home folder; nil when there is none.
    public var home: String? { variable("HOME") ?? ofDatabase }
    /// Where settings are: `~/.config`.
    public var settings: String? { folder("XDG_CONFIG_HOME", ".config") }
    /// Where what is installed is: `~/.local/share`.
    public var data: String? { folder("XDG_DATA_HOME", ".local/share") }
    /// Where what is remembered is: `~/.local/state`.
    public var state: String? { folder("XDG_STATE_HOME", ".local/state") }

    /// A relative path counts for nothing: it would be another folder in each working directory.
    private func folder(_ name: String, _ usual: String) -> String? {
        if let path = variable(name), path.hasPrefix("/") { return path }
        return home.map { "\($0)/\(usual)" }
    }

    private static var homeOfDatabase: String? {
        guard let entry = getpwuid(getuid()), let home = entry.pointee.pw_dir else { return nil }
        let path = String(cString: home)
        return path.hasPrefix("/") ? path : nil
    }
}
