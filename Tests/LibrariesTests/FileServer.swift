import Glibc
import TestSupport

/// A folder over HTTP on loopback, or a listener that never answers.
final class FileServer: Sendable {
    let port: UInt16
    private let listener: Int32

    /// - Parameters:
    ///   - folder: Nil for one that takes connections and says nothing.
    ///   - moved: Where it sends clients on to, by path.
    init(_ folder: String?, moved: [String: String] = [:]) throws {
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
        guard listener >= 0, isBound else { throw Failed() }
        (self.listener, port) = (listener, UInt16(bigEndian: address.sin_port))
        guard let folder else { return }
        onAnotherThread {
            while case let client = accept(listener, nil, nil), client >= 0 { Self.answer(client, folder, moved) }
        }
    }

    struct Failed: Error {}

    private static func answer(_ client: Int32, _ folder: String, _ moved: [String: String]) {
        defer { close(client) }
        var request = [UInt8](repeating: 0, count: 8_192)
        let count = recv(client, &request, request.count, 0)
        let words = String(decoding: request.prefix(max(count, 0)), as: UTF8.self).split(separator: " ")
        let path = words.count > 1 ? String(words[1].prefix { $0 != "?" }) : "/"
        let file = path.contains("..") ? nil : fopen(folder + path, "rb")
        var content: [UInt8] = []
        if let file {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { content += buffer[..<count] }
            fclose(file)
        }
        if let place = moved[path] {
            let bytes = Array(
                "HTTP/1.1 302 Found\r\nLocation: \(place)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
            send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            return
        }
        let head =
            "HTTP/1.1 \(file == nil ? "404 Not Found" : "200 OK")\r\nContent-Length: \(content.count)\r\nConnection: close\r\n\r\n"
        let isHead = words.first == "HEAD"
        let bytes = Array(head.utf8) + (isHead ? [] : content)
        send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }
}
