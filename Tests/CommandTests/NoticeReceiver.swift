import Glibc
import Synchronization
import TestSupport

/// Somebody on loopback who is told of runs: keeps what is posted, and answers as it is told.
final class NoticeReceiver: Sendable {
    let port: UInt16
    private let listener: Int32
    private let state: Mutex<State>

    private struct State {
        var requests: [Request] = []
        var statuses: [Int]
    }

    /// What came in.
    struct Request: Sendable {
        let line: String
        let headers: [String: String]
        let body: String
    }

    /// - Parameter statuses: What it answers one after the other, then 200; 0 closes the connection without a word.
    init(_ statuses: Int...) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard listener >= 0, isBound else { throw Command.Failed(what: "listen", code: errno) }
        (self.listener, port) = (listener, UInt16(bigEndian: address.sin_port))
        state = Mutex(State(statuses: statuses))
        onAnotherThread { [weak self] in
            while case let client = accept(listener, nil, nil), client >= 0 { self?.answer(client) }
        }
    }

    var url: String { "http://127.0.0.1:\(port)/hook" }
    var requests: [Request] { state.withLock { $0.requests } }

    private func answer(_ client: Int32) {
        defer { close(client) }
        guard let request = Self.read(client) else { return }
        let status = state.withLock { state in
            state.requests.append(request)
            return state.statuses.isEmpty ? 200 : state.statuses.removeFirst()
        }
        guard status > 0 else { return }
        let head = "HTTP/1.1 \(status) Said\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        let bytes = Array(head.utf8)
        send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    private static func read(_ client: Int32) -> Request? {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let end = text.firstRange(of: "\r\n\r\n") {
                let lines = text[..<end.lowerBound].split(separator: "\r\n").map(String.init)
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    headers[parts[0].lowercased()] = parts[1].trimmingPrefix(" ").description
                }
                let body = String(text[end.upperBound...])
                if body.utf8.count >= Int(headers["content-length"] ?? "0") ?? 0 {
                    return Request(line: lines[0], headers: headers, body: body)
                }
            }
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            text += String(decoding: buffer.prefix(count), as: UTF8.self)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }
}
