import ArgumentParser

struct CompletionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Prints a script with which a shell completes cph's commands and options.",
        discussion: """
            bash: cph completion bash > ~/.local/share/bash-completion/completions/cph
            zsh:  cph completion zsh > "${fpath[1]}/_cph"
            fish: cph completion fish > ~/.config/fish/completions/cph.fish

            A new shell has it. A script whose arguments are declared with cph.args prints its own: cph SCRIPT \
            --completion bash.
            """)

    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish
    }

    @Argument(help: "bash, zsh or fish.") var shell: Shell

    func run() { Output.line(script) }

    private var script: String {
        switch shell {
        case .bash:
            // Where nothing of ours fits, as for a script and what follows it, bash offers files.
            Typed.completionScript(for: .bash).replacing(
                "complete -o filenames ", with: "complete -o filenames -o bashdefault -o default ")
        case .zsh: Typed.completionScript(for: .zsh)
        case .fish: Typed.completionScript(for: .fish)
        }
    }
}

/// Describes what can be typed after `cph` for completion: the commands, and the options of a run, whose word may be
/// left out.
private struct Typed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cph", version: Root.version, subcommands: Root.configuration.subcommands)

    @OptionGroup var options: RunOptions
}
