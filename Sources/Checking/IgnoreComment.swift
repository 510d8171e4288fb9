extension ScriptFindings {
    /// Whether line `number`, from 1, ends in `-- cph: ignore`.
    func isIgnored(_ line: Int) -> Bool {
        guard let text = source.text(ofLine: line), let mark = text.range(of: "--") else { return false }
        return text[mark...].drop { $0 == "-" || $0 == " " }.hasPrefix("cph: ignore")
    }
}

extension String {
    /// Where the last comment mark is, if there is one.
    fileprivate func range(of mark: String) -> String.Index? {
        var index = endIndex
        while index > startIndex {
            index = self.index(before: index)
            if self[index...].hasPrefix(mark) { return index }
        }
        return nil
    }
}
