import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The emulated cloud over HTTP on this machine's loopback interface, for any client: ours, Huawei's SDKs, curl.
public final class EmulatorServer: Sendable {
    /// How the server was set up; it does not change while the server runs.
    public let configuration: Configuration
    /// The cloud behind the server, which tests may also ask directly.
    public let cloud: EmulatedCloud
    /// The cloud of the account `EmulatedAccount.partner`, in memory alone. Its agencies and logins to it lead there.
    public let partner: EmulatedCloud
    private let running = Mutex<Running?>(nil)
    private let connections = Atomic(0)

    private struct Running: Sendable {
        let group: MultiThreadedEventLoopGroup
        let channels: [any Channel]
    }

    /// - Throws: `StateFileError` when the state file cannot be used.
    public init(_ configuration: Configuration = Configuration()) throws(StateFileError) {
        var configuration = configuration
        try configuration.takeSavedAccess()
        self.configuration = configuration
        var settings = configuration.cloud
        settings.password = settings.password ?? configuration.secretKey
        settings.keys = (configuration.accessKey, configuration.secretKey)
        cloud = try EmulatedCloud(settings)
        let account = EmulatedAccount.partner
        (settings.owner, settings.projectID, settings.keys, settings.stateFile) = (account, account.projectID, nil, nil)
        partner = try EmulatedCloud(settings)
    }

    /// Connections accepted so far, whether or not a request came over them.
    public var connectionCount: Int { connections.load(ordering: .relaxed) }

    /// Listens, and returns the port of the first address.
    ///
    /// - Throws: `EmulatorError` when an address cannot be had or is not this machine's alone, or the server was started
    ///   already.
    public func start() async throws(EmulatorError) -> Int {
        guard running.withLock({ $0 == nil }) else { throw EmulatorError("the emulator is running already") }
        let addresses = [configuration.address] + configuration.otherAddresses
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do throws(EmulatorError) {
            var channels = [try await listenAgain(on: addresses[0], group)]
            for address in addresses.dropFirst() { channels.append(try await listen(on: address, group)) }
            let port = channels[0].localAddress?.port ?? addresses[0].port
            guard cloud.keep(configuration.access(port: port)) else {
                throw EmulatorError("the state file cannot be written: \(configuration.cloud.stateFile ?? "")")
            }
            running.withLock { [channels] in $0 = Running(group: group, channels: channels) }
            return port
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Listens at the port of the last start, for clients that know it, or where the address says.
    private func listenAgain(
        on address: ListenAddress, _ group: MultiThreadedEventLoopGroup
    ) async throws(EmulatorError) -> any Channel {
        if let port = configuration.savedPort, let channel = try? await listen(on: address.at(port: port), group) {
            return channel
        }
        return try await listen(on: address, group)
    }

    private func listen(
        on address: ListenAddress, _ group: MultiThreadedEventLoopGroup
    ) async throws(EmulatorError) -> any Channel {
        guard address.isPrivate else {
            throw EmulatorError("\(address.host) is an address of more than the loopback interface here")
        }
        do { return try await bootstrap(group, address).bind(host: address.host, port: address.port).get() } catch {
            throw EmulatorError("cannot listen on \(address.host):\(address.port): \(error)")
        }
    }

    /// Stops listening and ends all connections. Does nothing when it is not running.
    public func stop() async {
        let stopped = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let stopped else { return }
        for channel in stopped.channels { try? await channel.close() }
        try? await stopped.group.shutdownGracefully()
    }

    private func bootstrap(_ group: MultiThreadedEventLoopGroup, _ address: ListenAddress) -> ServerBootstrap {
        let gate = Gateway(address: address, cloud: cloud, partner: partner)
        let bodyLimit = configuration.bodyLimit
        return ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [self] channel in
                connections.add(1, ordering: .relaxed)
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: true, withErrorHandling: true)
                    try pipeline.addHandler(HTTPFront(gate, bodyLimit: bodyLimit))
                }
            }
    }
}
