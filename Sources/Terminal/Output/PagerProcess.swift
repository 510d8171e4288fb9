import Files
import Glibc

/// Runs `command` in a shell with `text` as its input and waits for it; false when nothing has been shown.
///
/// The text goes through an unlinked file: with a pipe, leaving the pager early would raise SIGPIPE here.
func runPager(_ command: String, showing text: String) -> Bool {
    guard let path = try? Files.makeTemporaryFile("/tmp/cph-pager-", Array(text.utf8)) else { return false }
    let input = open(path, O_RDONLY | O_CLOEXEC)
    Files.remove(path)
    guard input >= 0 else { return false }
    defer { close(input) }
    // As git does: colours pass, a text that fits is left on the screen, and $LESS of the user's stands.
    let script = "export LESS=\"${LESS-FRX}\"; " + command
    guard let status = try? Subprocess("/bin/sh", ["-c", script]).runOnTerminal(input: input) else { return false }
    // 127: the shell found no such program.
    return status != 127
}
