import CPHModel
import Schema

/// libFuzzer's driver. Swift passes three pointers and takes an `Int32` back just as C does.
@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
    _ count: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutableRawPointer,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// The entry point that SwiftPM looks for in an executable's module.
@_cdecl("Fuzz_main")
public func fuzzMain(_ count: Int32, _ arguments: UnsafeMutableRawPointer?) -> Int32 {
    var (count, arguments) = (count, arguments)
    return runDriver(&count, &arguments, fuzz)
}

/// One input: the first byte chooses the target, the rest is its text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = bytes.first else { return 0 }
    let text = Array(bytes.dropFirst())
    switch first % 3 {
    case 0: roundTrip(text)
    case 1: examine(text)
    default: judge(text, count: Int(first / 3) % 10 + 1)
    }
    return 0
}

/// What is read is written so that it reads the same.
private func roundTrip(_ text: [UInt8]) {
    guard let value = try? Value(json: text) else { return }
    guard let again = try? Value(json: value.json()), let pretty = try? Value(json: value.prettyJSON()) else {
        preconditionFailure("our own JSON could not be read")
    }
    precondition(again == value && pretty == value, "JSON changed on its way")
}

/// A body is valid exactly when it has no error, and stays what it is when it is read again.
private func examine(_ text: [UInt8]) {
    guard let value = try? Value(json: text) else { return }
    let (model, problems) = CreateServer.examine(value)
    guard !problems.contains(where: { $0.severity == .error }) else { return }
    precondition((1...10).contains(model.count) && !model.nics.isEmpty, "an impossible purchase was let through")
    precondition((try? CreateServer(validating: model.value)) == model, "a valid body changed on its way")
}

/// Nothing is accepted without as many ids as were asked for, and nothing is refused that names a purchase.
private func judge(_ text: [UInt8], count: Int) {
    for status in [200, 400, 403, 429, 500] {
        let answer = Exchange(bytesSent: 1, answer: Answer(status: status, body: text))
        switch Verdict(answer, count: count, paysAtOnce: true) {
        case .accepted(let response):
            precondition(status == 200 && Set(response.serverIDs ?? []).count == count, "accepted without its ids")
        case .refused, .throttled, .unauthorized:
            let named = (try? Value(json: text)).map { CreateServerResponse.salvage($0).model }
            precondition(named?.orderID == nil && named?.serverIDs?.isEmpty != false, "refused what was bought")
        case .unpaid, .notSent: preconditionFailure("neither fits what was sent")
        case .partial, .orderOnly, .inDoubt: break
        }
    }
}
