import ArgumentParser
import Stdlib

/// Options for those who work on cph itself.
struct DeveloperOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Read DIR/cph/NAME.lua instead of the modules in the binary.", visibility: .hidden),
        transform: folder)
    var stdlib = Stdlib.embedded
}

private func folder(_ path: String) throws -> Stdlib {
    guard let stdlib = Stdlib(folder: path) else { throw ValidationError("no Lua modules in \(path)/cph") }
    return stdlib
}
