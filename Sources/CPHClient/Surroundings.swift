public import Files
import Glibc
import Text

/// All that the client takes from the machine it runs on. Tests put values in its place.
public struct Surroundings: Sendable {
    /// The values of environment variables, by name.
    public var variables: [String: String]
    /// The user's home directory, where Huawei's tools keep their files.
    public var home: String?
    /// Gives the bytes of a file; nil when there is none. One that is there and cannot be read is an error.
    public var readFile: @Sendable (String) throws(FileError) -> [UInt8]?
    /// Reads the time of day, in seconds since 1970.
    public var now: @Sendable () -> Int
    /// Waits; throws when the task is cancelled meanwhile.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// Draws a number from 0 to below 1, for spreading retries.
    public var random: @Sendable () -> Double

    /// Makes surroundings out of stand-ins, so that tests touch neither files nor clocks; `machine` has the real ones.
    public init(
        variables: [String: String], home: String?,
        readFile: @escaping @Sendable (String) throws(FileError) -> [UInt8]?,
        now: @escaping @Sendable () -> Int, sleep: @escaping @Sendable (Duration) async throws -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        (self.variables, self.home, self.readFile) = (variables, home, readFile)
        (self.now, self.sleep, self.random) = (now, sleep, random)
    }

    /// This machine, with the environment as `variables` has it.
    public static func machine(_ variables: [String: String]) -> Surroundings {
        Surroundings(
            variables: variables, home: UserFolders.ofProcess.home, readFile: configurationFile, now: { time(nil) },
            sleep: { try await Task.sleep(for: $0) }, random: { .random(in: 0..<1) })
    }

    /// The bytes of a file; nil when there is none.
    ///
    /// - Throws: `SetupError` for one that is there and cannot be read.
    func bytes(of path: String) throws(SetupError) -> [UInt8]? {
        do throws(FileError) { return try readFile(path) } catch {
            throw SetupError(
                "\(path) cannot be read: \(error.reason)", hint: "make it readable for this user, or remove it")
        }
    }

    /// The language of the service's words for this user: `zh_CN` or `en_US`.
    var language: String {
        let name = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(variable).first ?? ""
        return name.lowercased().hasPrefix("zh") ? "zh_CN" : "en_US"
    }

    /// Whether nobody wants the machine's metadata service to be asked.
    var isWithoutMetadata: Bool { variable("CPH_NO_METADATA").flatMap(Environment.isOn) ?? false }

    /// Whether the machine's maker says that it is one of Huawei Cloud's, as cloud-init reads it.
    var isECS: Bool {
        let tag = try? readFile("/sys/class/dmi/id/chassis_asset_tag")
        return tag.map { trimmed(String(decoding: $0, as: UTF8.self)) } == "HUAWEICLOUD"
    }

    /// A variable's value; one that is set to nothing counts as absent.
    func variable(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
}

/// The bytes of a file; nil when there is none. Up to 16 MiB: what is larger is no configuration.
@Sendable func configurationFile(_ path: String) throws(FileError) -> [UInt8]? {
    do throws(FileError) { return try Files.read(path, limit: 16 << 20) } catch {
        if error.isMissing { return nil }
        throw error
    }
}
