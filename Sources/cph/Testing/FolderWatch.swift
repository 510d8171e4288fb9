import Glibc

/// Waits until something changes in some folders.
final class FolderWatch {
    private let descriptor: Int32

    /// Watches folders; nil when the system allows no watch.
    init?(_ folders: [String]) {
        descriptor = inotify_init1(Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        let events = UInt32(IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM)
        for folder in folders { inotify_add_watch(descriptor, folder, events) }
    }

    deinit { close(descriptor) }

    /// Returns after a change, once it has been quiet for a moment: an editor writes, renames and deletes.
    func wait() {
        var change = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        var milliseconds: Int32 = -1
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = poll(&change, 1, milliseconds)
            if count == 0 { return }
            if count < 0 { if errno == EINTR { continue } else { return } }
            _ = read(descriptor, &buffer, buffer.count)
            milliseconds = 100
        }
    }
}
