import Files
import Glibc

/// All that the client takes from the machine it runs on. Tests put values in its place.
public struct Surroundings: Sendable {
    /// The values of environment variables, by name.
    public var variables: [String: String]
    /// The user's home directory, where Huawei's tools keep their files.
    public var home: String?
    /// The bytes of a file, or nil when it cannot be read.
    public var readFile: @Sendable (String) -> [UInt8]?
    /// Reads the time of day, in seconds since 1970.
    public var now: @Sendable () -> Int
    /// Waits; throws when the task is cancelled meanwhile.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// Draws a number from 0 to below 1, for spreading retries.
    public var random: @Sendable () -> Double

    /// Makes surroundings out of stand-ins, so that tests touch neither files nor clocks; `machine` has the real ones.
    public init(
        variables: [String: String], home: String?, readFile: @escaping @Sendable (String) -> [UInt8]?,
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

    /// A variable's value; one that is set to nothing counts as absent.
    func variable(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
}

/// The bytes of a file, or nil when it cannot be read. Up to 16 MiB: what is larger is no configuration.
func configurationFile(_ path: String) -> [UInt8]? { try? Files.read(path, limit: 16 << 20) }
