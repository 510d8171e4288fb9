import ArgumentParser
import CPHClient
import Emulator
import Logging
import LuaKit
import Schema
import Terminal
import Text

/// Reads a duration for an option.
func duration(_ text: String) throws -> Duration {
    guard let duration = LuaDuration(text) else {
        throw ValidationError("\(text) is no duration; write 90s, 15m or 1h30m")
    }
    return duration.value
}

/// Reads an amount of money for an option.
func amount(_ text: String) throws -> Decimal {
    guard let amount = Decimal(text), amount >= 0 else {
        throw ValidationError("\(text) is no amount of money; write 50000 or 0.50, without the currency")
    }
    return amount
}

/// Reads a size for an option.
func byteCount(_ text: String) throws -> Int {
    let units: [Character: Int] = ["K": 10, "M": 20, "G": 30]
    let unit = text.last.flatMap { units[$0] }
    guard let number = Int(unit == nil ? text : String(text.dropLast())), (1...1 << 33).contains(number),
        case let size = number.multipliedReportingOverflow(by: 1 << (unit ?? 0)), !size.overflow,
        size.partialValue >= 1 << 20
    else { throw ValidationError("\(text) is no size of at least 1M; write 64M, 512M or 2G") }
    return size.partialValue
}

/// Reads a choice of colours for an option.
func colorChoice(_ text: String) throws -> ColorChoice {
    guard let choice = ColorChoice(rawValue: text) else {
        throw ValidationError("\(text) is no choice of colours; use auto, always or never")
    }
    return choice
}

/// Reads how the emulator's metadata service behaves, for an option.
func metadataMode(_ text: String) throws -> MetadataMode {
    guard let mode = MetadataMode(rawValue: text) else {
        let modes = MetadataMode.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\(text) is no mode of the metadata service; modes are \(modes)")
    }
    return mode
}

/// Reads a log level for an option.
func messageLevel(_ text: String) throws -> Logger.Level {
    guard let level = LogOptions.level(named: text) else {
        throw ValidationError("\(text) is no log level; use trace, debug, info, notice, warning or error")
    }
    return level
}

/// Reads an agency for an option.
func agency(_ text: String) throws -> Agency {
    do throws(SetupError) { return try Agency(option: text) } catch {
        throw ValidationError("\(error.message)\(error.hint.map { "; \($0)" } ?? "")")
    }
}

/// Reads one of a few words for an option.
///
/// - Parameter what: What the words name.
func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: String, _ what: String
) throws -> Choice where Choice.RawValue == String {
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    let near = suggestion(for: text, among: names).map { "; did you mean \($0)?" } ?? ""
    throw ValidationError("\(text) is no \(what); there are \(names.joined(separator: ", "))\(near)")
}
