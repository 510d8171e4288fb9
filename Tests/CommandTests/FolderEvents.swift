import Glibc

/// Changes of the files in a folder, one at a time, as they happen.
final class FolderEvents {
    private let descriptor: Int32
    private var waiting: [String] = []
    /// The file that changed last.
    private(set) var file = ""

    init(_ folder: String) throws {
        descriptor = inotify_init1(Int32(IN_CLOEXEC))
        guard descriptor >= 0, inotify_add_watch(descriptor, folder, UInt32(IN_MODIFY | IN_CREATE | IN_DELETE)) >= 0
        else { throw Command.Failed(what: "watch \(folder)", code: errno) }
    }

    deinit { close(descriptor) }

    /// Waits for the next change. False when `command` has ended instead, or nothing has happened for a minute.
    func next(orEndOf command: RunningCommand) -> Bool {
        while waiting.isEmpty {
            var events = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
            events.append(pollfd(fd: command.end, events: Int16(POLLIN), revents: 0))
            let count = poll(&events, 2, 60_000)
            if count < 0, errno == EINTR { continue }
            // What changed before the end counts, too.
            guard count > 0, events[0].revents != 0 else { return false }
            take()
        }
        file = waiting.removeFirst()
        return true
    }

    private func take() {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = read(descriptor, &buffer, buffer.count)
        var start = 0
        while start + 16 <= count {
            // wd, mask, cookie, then the length of the name that follows, padded with zeros.
            let length = buffer.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: start + 12, as: UInt32.self)) }
            let name = buffer[(start + 16)..<(start + 16 + length)].prefix { $0 != 0 }
            waiting.append(String(decoding: name, as: UTF8.self))
            start += 16 + length
        }
    }
}
