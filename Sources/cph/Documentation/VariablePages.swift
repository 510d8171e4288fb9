import CPHClient
import Docs

/// The variables of cph's own. Where one stands for an option, it has the option's words.
var variablesChapter: Chapter {
    Chapter(
        "Environment variables", file: "environment", group: "The program",
        doc: """
            What `cph` takes from the environment where no option says it. A variable that cannot be read ends the run with \
            exit code 2, before anything is sent. The variables that hold credentials are those of Huawei's tools, and have a \
            list of their own.
            """,
        pages: CPHVariable.allCases.map { variable in
            Page(
                variable.rawValue, doc: variable.words, sections: [.init("", [Page.Row("may be", doc: variable.form)])])
        })
}

/// The variables of other tools, which cph reads as these do.
var toolVariablesChapter: Chapter {
    Chapter(
        "Variables of other tools", file: "tool-variables", group: "The program",
        doc: """
            What `cph` reads as Huawei's SDK, Terraform's provider and others do, where neither an option nor a variable of its own \
            says it. Which source of credentials is taken where several are set: `cph doc guide credentials`.
            """,
        pages: ToolVariable.all.map { Page($0.name, doc: $0.words) })
}

/// The variables that belong to the system, the terminal and PostgreSQL's library.
var systemVariablesChapter: Chapter {
    Chapter(
        "Variables of the system", file: "system-variables", group: "The program",
        doc: """
            What `cph` goes by as other programs do. Proxies of the environment are not used for calls of the service, and Lua's \
            `LUA_PATH` counts with `--trust` only.
            """,
        pages: SystemVariable.all.map { Page($0.name, doc: $0.doc) })
}

extension ToolVariable {
    /// What it is for, and that it is a secret.
    var words: String { isSecret ? "\(doc) Neither scripts nor children see it." : doc }
}

extension CPHVariable {
    /// What it is for: the words of the option that names it, or its own.
    var words: String { Self.wordsOfOptions[self] ?? wordsWithoutOption ?? "" }

    private static let wordsOfOptions: [CPHVariable: String] = {
        var words: [CPHVariable: String] = [:]
        for option in CommandDescription.root.all.flatMap(\.options) {
            // An option's words name it: `(CPH_LEDGER)`, `(CPH_DRY_RUN=1)`, `(CPH_ASSUME, separated by commas)`.
            var rest = option.doc[...]
            while let start = rest.firstRange(of: "(CPH_") {
                let name = rest[rest.index(after: start.lowerBound)...].prefix { $0.isUppercase || $0 == "_" }
                rest = rest[name.endIndex...]
                guard let end = rest.first, ")=,".contains(end), let variable = CPHVariable(rawValue: String(name)),
                    words[variable] == nil
                else { continue }
                words[variable] = "\(option.doc[..<start.lowerBound])As the option `\(option.long ?? option.name)`."
            }
        }
        return words
    }()

    /// What it is for, of one that no option stands for.
    var wordsWithoutOption: String? {
        switch self {
        case .authToken: "A token of IAM, instead of keys."
        case .dumpable: "Leaves the program's memory readable for debuggers, and lets a crash write it to a file."
        case .lease: "How long a run on a shared ledger counts as living after its last sign; 15s when absent."
        case .noMetadata: "Never asks the metadata service of an ECS for keys."
        case .notifySecret: "The secret that notices are signed with, where the settings name none."
        default: nil
        }
    }
}
