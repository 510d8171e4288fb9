import Glibc

/// How a conversation with the server ended.
enum Ending: Equatable, Sendable {
    case closed, reset
    /// The client has read enough.
    case enough
    case failed(String)
}

/// What the server said on one connection until it ended.
struct Transcript: Sendable {
    var bytes: [UInt8] = []
    var ending = Ending.closed
}

/// A client that sees the socket as it is: every byte, and whether the connection was closed or reset.
enum Loopback {
    /// Connects to `port`, sends `bytes`, and reads until the server ends the connection.
    ///
    /// - Parameters:
    ///   - halfClose: Whether to say after sending that nothing more will come.
    ///   - limit: After how many bytes to hang up.
    ///   - onAnswer: Called when the first bytes of an answer are there, and again whenever more come.
    static func talk(
        port: Int, _ bytes: [UInt8], halfClose: Bool = false, limit: Int = 8 << 20,
        onAnswer: @escaping @Sendable () -> Void = {}
    ) async -> Transcript {
        await onOwnThread { blockingTalk(port: port, bytes, halfClose: halfClose, limit: limit, onAnswer) }
    }

    private static func blockingTalk(
        port: Int, _ bytes: [UInt8], halfClose: Bool, limit: Int, _ onAnswer: () -> Void
    ) -> Transcript {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(file) }
        // A delayed answer waits for a turn in the task pool, which tests that compute keep busy. Only a bug makes one wait this
        // long, and a run that hangs says nothing of it.
        var patience = timeval(tv_sec: 600, tv_usec: 0)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        guard connect(file, port: port) else { return Transcript(ending: .failed("connect: \(errno)")) }
        guard sendAll(bytes, file) else { return Transcript(ending: errno == ECONNRESET ? .reset : .failed("send")) }
        if halfClose { shutdown(file, Int32(SHUT_WR)) }
        return readAll(file, limit: limit, onAnswer)
    }

    private static func connect(_ file: Int32, port: Int) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func sendAll(_ bytes: [UInt8], _ file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func readAll(_ file: Int32, limit: Int, _ onAnswer: () -> Void) -> Transcript {
        var transcript = Transcript()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while transcript.bytes.count < limit {
            let count = recv(file, &chunk, chunk.count, 0)
            if count > 0 {
                transcript.bytes += chunk[..<count]
                onAnswer()
            } else {
                if count < 0 { transcript.ending = errno == ECONNRESET ? .reset : .failed("recv: \(errno)") }
                return transcript
            }
        }
        transcript.ending = .enough
        return transcript
    }
}

/// Runs `body`, which may block, on a thread of its own: the tests share a few threads with the server's tasks.
private func onOwnThread(_ body: @escaping @Sendable () -> Transcript) async -> Transcript {
    await withCheckedContinuation { continuation in
        let box = Unmanaged.passRetained(Box { continuation.resume(returning: body()) })
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { pointer in
                if let pointer { Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().body() }
                return nil
            }, box.toOpaque())
        if code == 0 {
            pthread_detach(thread)
        } else {
            box.release()
            continuation.resume(returning: Transcript(ending: .failed("pthread_create: \(code)")))
        }
    }
}

private final class Box {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
}
