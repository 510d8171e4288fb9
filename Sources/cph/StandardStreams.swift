import Glibc

/// Descriptors 0, 1 and 2, which whoever starts the program may have closed (`cph fleet.lua >&-`): the next file or pipe
/// that is opened would take their place, and what a script prints would land in it.
enum StandardStreams {
    /// Opens each closed descriptor on something that cannot be read, or written, as a closed one cannot.
    static func hold() {
        hold(0, O_WRONLY)
        hold(1, O_RDONLY)
        hold(2, O_RDONLY)
    }

    /// Opens `descriptor`, which is the lowest free number, as those below it are open.
    private static func hold(_ descriptor: Int32, _ mode: Int32) {
        if fcntl(descriptor, F_GETFD) < 0 { _ = open("/dev/null", mode) }
    }
}
