import ArgumentParser

struct CompletionCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Prints a script with which a shell completes cph's commands and options.",
        discussion: """
            bash: mkdir -p ~/.local/share/bash-completion/completions
                  cph completion bash > ~/.local/share/bash-completion/completions/cph
            zsh:  cph completion zsh > "${fpath[1]}/_cph"
            fish: mkdir -p ~/.config/fish/completions
                  cph completion fish > ~/.config/fish/completions/cph.fish

            A new shell has it. Behind `cph SCRIPT` it offers the options that the script declares with cph.args. A script that \
            is run by its own name prints a script of its own: cph SCRIPT --completion bash.
            """)

    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish
    }

    @Argument(help: "bash, zsh or fish.") var shell: Shell
    @OptionGroup var messages: MessageOptions

    func run() { Output.line(script) }

    private var script: String {
        switch shell {
        case .bash:
            // Where nothing of ours fits, as for a file, bash offers files.
            Typed.script(for: .bash).replacing(
                "complete -o filenames -F _cph cph", with: ScriptCompletion.bash)
        case .zsh:
            Typed.script(for: .zsh).replacing(
                "    _cph \"${@}\"\nelse", with: "    _cph_typed \"${@}\"\nelse"
            )
            .replacing("compdef _cph cph", with: "compdef _cph_typed cph")
            .replacing("\nif [[ \"${funcstack[1]}\"", with: ScriptCompletion.zsh + "\nif [[ \"${funcstack[1]}\"")
        case .fish: Typed.script(for: .fish) + "\n" + ScriptCompletion.fish
        }
    }
}

/// What completes behind a script: the options that it declares with `cph.args`. It says them itself, in a sandbox, on the
/// embedded cloud, so that Tab does nothing else, whatever the script is.
private enum ScriptCompletion {
    /// Commands that take a script as a file of theirs.
    private static let commands = Root.configuration.subcommands.map { $0.configuration.commandName ?? "" }
        .filter { $0 != "run" && !$0.isEmpty }

    static var bash: String {
        """
        _cph_typed() {
            local word script="" index words
            case "${COMP_WORDS[1]}" in
                \(commands.joined(separator: "|"))) _cph "$@"; return ;;
            esac
            for ((index = 1; index < COMP_CWORD; index++)); do
                word="${COMP_WORDS[index]}"
                if [[ "$word" == *.lua && -f "$word" ]]; then script="$word"; break; fi
            done
            if [[ -z "$script" ]]; then _cph "$@"; return; fi
            word="${COMP_WORDS[COMP_CWORD]}"
            words="$(\(Self.words("\"$script\"")) | cut -f 1)"
            # Where no option is typed, files may be meant as well.
            if [[ "$word" != -* ]]; then words="$(grep -v '^-' <<< "$words")"; fi
            COMPREPLY=($(compgen -W "$words" -- "$word"))
        }
        complete -o filenames -o bashdefault -o default -F _cph_typed cph
        """
    }

    static var zsh: String {
        """

        _cph_typed() {
            local script="" index
            local -a options
            case "${words[2]}" in
                (\(commands.joined(separator: "|"))) _cph "${@}"; return ;;
            esac
            for ((index = 2; index < CURRENT; index++)); do
                if [[ "${words[index]}" == *.lua && -f "${words[index]}" ]]; then script="${words[index]}"; break; fi
            done
            if [[ -z "$script" ]]; then _cph "${@}"; return; fi
            options=("${(@f)$(\(Self.words("\"$script\"")))}")
            options=("${options[@]//$'\\t'/:}")
            _describe option options || _files
        }

        """
    }

    static var fish: String {
        """
        function __cph_script
            set -l typed (commandline -opc)
            if contains -- "$typed[2]" \(commands.joined(separator: " "))
                return 1
            end
            for word in $typed[2..-1]
                if string match -q -- '*.lua' $word; and test -f $word
                    echo $word
                    return 0
                end
            end
            return 1
        end
        function __cph_script_words
            \(Self.words("(__cph_script)"))
        end
        complete -c cph -n '__cph_script >/dev/null' -a '(__cph_script_words)'
        """
    }

    /// The command that prints the options of a script, one a line, with a tab and what they mean.
    private static func words(_ script: String) -> String {
        // What it prints before it comes to `cph.args` is left out, and so is everything where it never does.
        "cph --sandbox --emulator --deadline 2s \(script) --completion words 2>/dev/null | awk '/^--help\\t/{on=1} on'"
    }
}

/// Describes what can be typed after `cph` for completion: the commands, and the options of a run, whose word may be
/// left out.
private struct Typed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cph", version: Root.version, subcommands: Root.configuration.subcommands)

    @OptionGroup var options: RunOptions

    /// The script without the parser's own `help`, which it adds behind ours under the same name.
    static func script(for shell: CompletionShell) -> String {
        let last = configuration.subcommands.last?._commandName ?? ""
        var script = completionScript(for: shell).split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.contains("Show subcommand help information.") }.joined(separator: "\n")
            .replacing("|\(last)|help)", with: "|\(last))").replacing(" \(last) help'", with: " \(last)'")
        if let second = script.ranges(of: "\n_cph_help() {").dropFirst().first,
            let end = script[second.upperBound...].firstRange(of: "\n}\n")
        {
            script.removeSubrange(second.lowerBound..<end.upperBound)
        }
        return script
    }
}
