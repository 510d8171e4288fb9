import Files

/// The script that the prompt runs first: `~/.config/cph/rc.lua`.
extension PromptOptions {
    /// Where it would be; nil without a home directory, and with `--no-rc`.
    var rcFile: String? { withoutRC ? nil : UserFolders.ofProcess.settings.map { "\($0)/cph/rc.lua" } }
}
