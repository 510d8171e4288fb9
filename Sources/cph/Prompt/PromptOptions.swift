import ArgumentParser
import Terminal

/// Options of the prompt; runs of scripts ignore them.
struct PromptOptions: ParsableArguments {
    @Flag(name: .customLong("no-rc"), help: "Start the prompt without ~/.config/cph/rc.lua.")
    var withoutRC = false

    @Flag(help: "Ask before purchases on the embedded cloud too.")
    var ask = false

    @Option(
        help: ArgumentHelp("Colours: auto, always or never.", valueName: "when"),
        completion: .list(ColorChoice.allCases.map(\.rawValue)), transform: colorChoice)
    var color = ColorChoice.auto
}
