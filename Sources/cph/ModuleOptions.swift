import ArgumentParser
import Files
import Session

/// Decides what is shown of the modules that a script requires.
struct ModuleOptions: ParsableArguments {
    @Flag(
        name: [.customShort("v"), .customLong("verbose")], help: "Say on standard error where each module came from.")
    var isVerbose = false

    /// - Parameter script: The script's file; nil for code that has none.
    func settings(script: String?) -> ModuleSettings {
        var settings = ModuleSettings(script: script)
        if isVerbose { settings.onLoad = { Output.asked("cph: \($0)") } }
        return settings
    }

    /// The settings for the prompt, where the user's own modules are found too.
    func promptSettings() -> ModuleSettings {
        var settings = settings(script: nil)
        settings.userFolder = UserFolders.ofProcess.data.map { "\($0)/cph/lua" }
        return settings
    }
}
