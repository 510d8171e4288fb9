import Glibc

/// The modes of a terminal at `descriptor`, or `nil` if it is none.
func terminalModes(_ descriptor: Int32) -> termios? {
    var modes = termios()
    return tcgetattr(descriptor, &modes) == 0 ? modes : nil
}

/// `modes` changed so that each key arrives at once: no echo, no line assembly, no signals from keys, no flow control.
///
/// Output processing stays on, so that what other threads print meanwhile still starts at the left edge.
func rawModes(_ modes: termios) -> termios {
    var raw = modes
    raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INPCK | ISTRIP | IXON)
    raw.c_lflag &= ~tcflag_t(ECHO | ICANON | IEXTEN | ISIG)
    raw.c_cflag |= tcflag_t(CS8)
    withUnsafeMutableBytes(of: &raw.c_cc) { characters in
        characters[Int(VMIN)] = 1
        characters[Int(VTIME)] = 0
    }
    return raw
}

/// `modes` without echo. The terminal still assembles lines, for a program that reads one.
func silentModes(_ modes: termios) -> termios {
    var silent = modes
    silent.c_lflag &= ~tcflag_t(ECHO | ECHONL)
    return silent
}

/// Applies `modes`, which may be interrupted by a signal.
func apply(_ modes: termios, to descriptor: Int32) {
    var modes = modes
    while tcsetattr(descriptor, TCSADRAIN, &modes) != 0 && errno == EINTR {}
}
