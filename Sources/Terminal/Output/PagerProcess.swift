import Glibc

/// Runs `command` in a shell with `text` as its input and waits for it.
///
/// The text goes through an unlinked file: with a pipe, leaving the pager early would raise SIGPIPE here.
func runPager(_ command: String, showing text: String) -> Bool {
    guard let input = unlinkedFile(holding: text) else { return false }
    defer { close(input) }
    var interrupt = sigaction()
    var quit = sigaction()
    ignore(SIGINT, keeping: &interrupt)
    ignore(SIGQUIT, keeping: &quit)
    defer {
        sigaction(SIGINT, &interrupt, nil)
        sigaction(SIGQUIT, &quit, nil)
    }
    guard let child = spawnShell(command, input: input) else { return false }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    // 127: the shell found no such program, so nothing has been shown.
    return status != 127 << 8
}

private func unlinkedFile(holding text: String) -> Int32? {
    var path = Array("/tmp/cph-pager-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    guard descriptor >= 0 else { return nil }
    unlink(path)
    write(text, to: descriptor)
    lseek(descriptor, 0, SEEK_SET)
    return descriptor
}

/// Ctrl-C in the pager is the pager's.
private func ignore(_ signal: Int32, keeping previous: inout sigaction) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = SIG_IGN
    sigaction(signal, &action, &previous)
}

private func spawnShell(_ command: String, input: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGINT)
    sigaddset(&defaults, SIGQUIT)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    // As git does: colours pass, a text that fits is left on the screen, and $LESS of the user's stands.
    let script = "export LESS=\"${LESS-FRX}\"; " + command
    let arguments = ["sh", "-c", script].map { (argument: String) in strdup(argument) }
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    let result = posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments + [nil], environ)
    return result == 0 ? child : nil
}
