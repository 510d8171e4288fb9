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
    private let running = Mutex<Running?>(nil)
    private let connections = Atomic(0)

    private struct Running: Sendable {
        let group: MultiThreadedEventLoopGroup
        let channel: any Channel
    }

    /// - Throws: `StateFileError` when the state file cannot be used.
    public init(_ configuration: Configuration = Configuration()) throws(StateFileError) {
        self.configuration = configuration
        var settings = configuration.cloud
        settings.password = settings.password ?? configuration.secretKey
        cloud = try EmulatedCloud(settings)
    }

    /// Connections accepted so far, whether or not a request came over them.
    public var connectionCount: Int { connections.load(ordering: .relaxed) }

    /// Listens, and returns the port.
    ///
    /// - Throws: `EmulatorError` when the address cannot be had, or the server was started already.
    public func start() async throws(EmulatorError) -> Int {
        guard running.withLock({ $0 == nil }) else { throw EmulatorError("the emulator is running already") }
        let address = configuration.address
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let channel = try await bootstrap(group).bind(host: address.host, port: address.port).get()
            running.withLock { $0 = Running(group: group, channel: channel) }
            return channel.localAddress?.port ?? address.port
        } catch {
            try? await group.shutdownGracefully()
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
        try? await stopped.channel.close()
        try? await stopped.group.shutdownGracefully()
    }

    private func bootstrap(_ group: MultiThreadedEventLoopGroup) -> ServerBootstrap {
        let gate = Gateway(accessKey: configuration.accessKey, secretKey: configuration.secretKey, cloud: cloud)
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
