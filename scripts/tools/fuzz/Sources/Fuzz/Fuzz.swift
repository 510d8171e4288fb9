/// libFuzzer's driver. Swift passes three pointers and takes an `Int32` back just as C does.
@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
    _ count: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutableRawPointer,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// What is fed, by the name of its folder in `Corpus`.
enum Target: String {
    case json, body, path, answer, reading, chunk, table, rockspec, archive, question

    func feed(_ text: [UInt8]) {
        switch self {
        case .json: roundTrip(text)
        case .body: examine(text)
        case .path: normalize(text)
        case .answer: judge(text)
        case .reading: read(text)
        case .chunk: runChunk(text)
        case .table: readTable(text)
        case .rockspec: readRockspec(text)
        case .archive: openArchive(text)
        case .question: ask(text)
        }
    }
}

// Set before the driver starts, which calls `fuzz` on this same thread only.
nonisolated(unsafe) private var target = Target.json

/// The entry point that SwiftPM looks for in an executable's module: `Fuzz TARGET`, then what libFuzzer understands.
@_cdecl("Fuzz_main")
public func fuzzMain(_ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
    guard count > 1, let name = arguments[1], let chosen = Target(rawValue: String(cString: name)) else { return 2 }
    target = chosen
    arguments[1] = arguments[0]
    var rest = UnsafeMutableRawPointer(arguments + 1)
    var count = count - 1
    return runDriver(&count, &rest, fuzz)
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    target.feed(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// Ends the run with these words unless `condition` holds; `precondition` loses them in a release build.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fail(message()) }
}

/// Ends the run with these words. That is how a target reports: libFuzzer keeps the input of a process that dies.
func fail(_ message: String) -> Never {
    fatalError(message)
}
