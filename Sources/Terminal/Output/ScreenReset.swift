/// Takes back whatever a program may have done to a terminal that would hide what is written next, or draw something else in
/// its place: an unfinished control string, the other screen, margins, colours, other characters, a cursor that is not seen.
/// Where the cursor was stays where it is, and a new line is begun.
///
/// Source: xterm's control sequences; terminals skip what they do not know.
let screenReset: String = {
    let escape = "\u{1B}"
    // CAN and ST end a sequence or string that was left open.
    let strings = "\u{18}\(escape)\\"
    // The other screen, then margins and origin mode, which move the cursor: it is put back from where it was saved.
    let place = ["[?1047l", "7", "[?69l", "[?6l", "[r", "8"].map { escape + $0 }.joined()
    // No attributes; G0 is ASCII and in use; UTF-8.
    let text = "\(escape)[0m\(escape)(B\u{0F}"
    // Insert mode and reversed screen off; wrapping, and a cursor that is seen.
    let modes = ["[4l", "[?5l", "[?7h", "[?25h"].map { escape + $0 }.joined()
    // The palette, the special colours, those of text, of what is behind it and of the cursor.
    let colours = ["104", "105", "110", "111", "112"].map { "\(escape)]\($0)\u{7}" }.joined()
    return strings + place + text + modes + colours + "\r\n\(escape)[K"
}()
