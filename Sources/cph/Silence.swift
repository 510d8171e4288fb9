// `stdout` is a C variable that nothing assigns; the C library locks the stream itself.
@preconcurrency import Glibc

/// Silences the standard streams: what scripts print is dropped, and reading gives nothing. It puts the streams back at
/// the end.
struct Silence {
    private let saved: [Int32]

    /// - Parameter streams: 0 for input, 1 and 2 for output.
    init(_ streams: [Int32]) {
        fflush(nil)
        let nowhere = open("/dev/null", O_RDWR | O_CLOEXEC)
        saved = streams.map { stream in
            let copy = fcntl(stream, F_DUPFD_CLOEXEC, 10)
            dup2(nowhere, stream)
            return copy
        }
        self.streams = streams
        close(nowhere)
    }

    private let streams: [Int32]

    /// Puts the streams back; to be called once.
    func end() {
        fflush(nil)
        for (stream, copy) in zip(streams, saved) {
            dup2(copy, stream)
            close(copy)
        }
    }
}
