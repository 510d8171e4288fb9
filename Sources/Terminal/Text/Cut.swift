/// The start of `text` that fits into `columns`, with an ellipsis in its last column if something is missing.
public func cut(_ text: String, to columns: Int) -> String {
    guard displayWidth(text) > columns else { return text }
    guard columns > 0 else { return "" }
    var width = 1
    let head = text.prefix { character in
        width += displayWidth(character)
        return width <= columns
    }
    return head + "…"
}
