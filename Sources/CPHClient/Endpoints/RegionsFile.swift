import Text

/// `regions.yaml` as Huawei's SDKs read it, and no more of YAML than they document: service names at the left margin,
/// below each a list of `id` with `endpoint` or `endpoints`. Anything else is an error, never a guess.
///
///     CPH:
///       - id: my-region
///         endpoint: https://cph.example.com
///       - id: other
///         endpoints: [https://a.example.com, https://b.example.com]
struct RegionsFile {
    /// Endpoints by service (upper case), then region.
    private(set) var endpoints: [String: [String: [String]]] = [:]

    private let path: String
    private var service: String?
    private var region: String?
    private var isInList = false

    /// Reads the file that `HUAWEICLOUD_SDK_REGIONS_FILE` names, else `~/.huaweicloud/regions.yaml`; nil where there is
    /// none.
    ///
    /// - Throws: `SetupError` when a file that was named cannot be read, or a file is not of the documented form.
    init?(in surroundings: Surroundings) throws(SetupError) {
        let named = surroundings.variable("HUAWEICLOUD_SDK_REGIONS_FILE")
        let path = named ?? surroundings.home.map { "\($0)/.huaweicloud/regions.yaml" }
        guard let path else { return nil }
        guard let bytes = try surroundings.bytes(of: path) else {
            if let named { throw SetupError("HUAWEICLOUD_SDK_REGIONS_FILE names \(named), which does not exist") }
            return nil
        }
        try self.init(bytes, path: path)
    }

    init(_ bytes: [UInt8], path: String) throws(SetupError) {
        self.path = path
        let lines: [String]
        do throws(FileText.Refusal) { lines = try FileText(bytes).lines } catch {
            throw SetupError("\(path), \(error)")
        }
        for (index, line) in lines.enumerated() {
            let text = trimmed(Self.withoutComment(line[...]))
            if text.isEmpty || text == "---" { continue }
            // To YAML only blanks are blank: what looks like one and is none would be part of a name.
            if let odd = line.unicodeScalars.firstIndex(where: {
                isInvisible($0) || $0.properties.isWhitespace && $0 != " "
            }) {
                let column = line.unicodeScalars.distance(from: line.unicodeScalars.startIndex, to: odd) + 1
                throw SetupError(
                    "\(path), line \(index + 1), column \(column): a tab or an invisible character; indent with blanks")
            }
            guard read(text, isAtMargin: line.first?.isWhitespace == false) else {
                throw SetupError(
                    "\(path), line \(index + 1): only \"SERVICE:\" with \"- id: NAME\" and \"endpoint: URL\" is understood"
                )
            }
        }
    }

    /// - Returns: False when the line is not of the documented form.
    private mutating func read(_ text: String, isAtMargin: Bool) -> Bool {
        if isAtMargin, !text.hasPrefix("-") {
            guard text.hasSuffix(":"), !text.dropLast().contains(" ") else { return false }
            service = text.dropLast().uppercased()
            (region, isInList) = (nil, false)
            return true
        }
        guard let service else { return false }
        if text.hasPrefix("- ") { return readItem(trimmed(text.dropFirst(2)), service) }
        return readPair(text, service)
    }

    private mutating func readItem(_ text: String, _ service: String) -> Bool {
        if isInList, let region, Self.pair(text) == nil || text.contains("://") {
            endpoints[service, default: [:]][region, default: []].append(Self.unquoted(text))
            return true
        }
        (region, isInList) = (nil, false)
        return readPair(text, service)
    }

    private mutating func readPair(_ text: String, _ service: String) -> Bool {
        guard let (key, value) = Self.pair(text) else { return false }
        switch (key, region) {
        case ("id", nil):
            region = Self.unquoted(value)
            return !value.isEmpty
        case ("endpoint", let region?):
            endpoints[service, default: [:]][region] = [Self.unquoted(value)]
            return !value.isEmpty
        case ("endpoints", let region?):
            isInList = value.isEmpty
            endpoints[service, default: [:]][region] = Self.flowList(value)
            return value.isEmpty || Self.flowList(value) != []
        default: return false
        }
    }

    private static func pair(_ text: String) -> (key: String, value: String)? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let value = text[text.index(after: colon)...]
        guard value.isEmpty || value.first == " " else { return nil }
        return (trimmed(text[..<colon]), trimmed(value))
    }

    private static func flowList(_ text: String) -> [String] {
        guard text.hasPrefix("["), text.hasSuffix("]") else { return [] }
        return text.dropFirst().dropLast().split(separator: ",").map { unquoted(trimmed($0)) }
    }

    private static func unquoted(_ text: String) -> String {
        for quote in ["\"", "'"] where text.count >= 2 && text.hasPrefix(quote) && text.hasSuffix(quote) {
            return String(text.dropFirst().dropLast())
        }
        return text
    }

    /// A `#` starts a comment at the line's start or after a space.
    private static func withoutComment(_ line: Substring) -> Substring {
        var previous: Character = " "
        for index in line.indices {
            if line[index] == "#", previous.isWhitespace { return line[..<index] }
            previous = line[index]
        }
        return line
    }
}
