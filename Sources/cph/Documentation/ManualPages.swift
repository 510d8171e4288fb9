import CPHClient
import Docs
import Emulator
import Policies
import Projects
import Purchasing
import Schema
import Stdlib

/// The manual: a page for each command, for each kind of file that people write, for what all of them share, and the guides.
let manualPages: [ManualPage] = {
    let commands = CommandDescription.root.commands
    let files = [projectPage, policyPage, cataloguePage]
    let shared = [exitCodesPage, variablesPage]
    let names = (files + shared).map(\.reference)
    return [mainPage(commands, seeAlso: commands.map { "\($0.manualName)(1)" } + names + guidePages.map(\.reference))]
        + commands.map { $0.manualPage(seeAlso: ["cph(1)"] + names) } + files + shared + guidePages
}()

private func mainPage(_ commands: [CommandDescription], seeAlso: [String]) -> ManualPage {
    let root = CommandDescription.root
    let usage = (Root.configuration.usage ?? "").split(separator: "\n").map(String.init)
    return ManualPage(
        "cph", section: 1, summary: root.abstract, synopsis: usage,
        body: [
            .paragraph("`cph SCRIPT` runs a Lua script, as `cph run SCRIPT` does: its options are in `cph-run(1)`."),
            .heading("Commands", level: 2), .terms(commands.map { .init($0.path, [$0.abstract]) }),
            .heading("Options", level: 2), .terms(root.options.map(\.term)),
            .heading("Exit status", level: 2), .terms(exitCodeTerms),
            .heading("Environment", level: 2), .terms(CPHVariable.allCases.map { .init($0.rawValue, [$0.words]) }),
            .heading("Files", level: 2), .terms(documentedFiles.map { .init($0.path, [$0.doc]) }),
        ], seeAlso: seeAlso)
}

extension CommandDescription {
    fileprivate var manualName: String { path.split(separator: " ").joined(separator: "-") }

    /// The command with its own commands below it.
    fileprivate func manualPage(seeAlso: [String]) -> ManualPage {
        var body: [ProseBlock] = prose.isEmpty ? [.paragraph(abstract)] : prose
        let inner = commands.flatMap(\.all)
        let heading = inner.isEmpty ? "Options" : "Options of each command"
        body += options.isEmpty ? [] : [.heading(heading, level: 2), .terms(options.map(\.term))]
        if !inner.isEmpty { body.append(.heading("Commands", level: 2)) }
        let shared = Set(options.map(\.name))
        for command in inner {
            body += [.heading(command.usage, level: 3), .paragraph(command.abstract)] + command.prose
            let own = command.options.filter { !shared.contains($0.name) }
            if !own.isEmpty { body.append(.terms(own.map(\.term))) }
        }
        return ManualPage(manualName, section: 1, summary: abstract, synopsis: [usage], body: body, seeAlso: seeAlso)
    }

    /// What is said beside the sentence of the command. Lines that each begin with a name and a colon are a list of names.
    private var prose: [ProseBlock] {
        discussion.split(separator: "\n\n").flatMap { part -> [ProseBlock] in
            let lines = part.split(separator: "\n").map { $0.split(separator: ": ", maxSplits: 1) }
            guard lines.count > 1, lines.allSatisfy({ $0.count == 2 && !$0[0].contains(" ") }) else {
                return ProseBlock.blocks(of: String(part))
            }
            return [.terms(lines.map { .init(String($0[0]), [String($0[1])]) })]
        }
    }
}

// MARK: Files

private var projectPage: ManualPage {
    ManualPage(
        "cph-project", section: 5, summary: "settings of a project of cph",
        body: [
            .paragraph(
                "The file `\(Project.fileName)` makes its folder a project. It is Lua that returns a table: plain data, in which no code "
                    + "runs. Every setting may be absent."),
            .heading("Settings", level: 2),
            .terms(ProjectSettings.documented.map { .init($0.name, [$0.doc]) }),
            .heading("Example", level: 2), .code(projectExample),
        ], seeAlso: ["cph(1)", "cph-lib(1)", "cph-trust(1)", "cph-policy(5)", "cph-guide-libraries(7)"])
}

/// A file with every setting, which a test reads.
let projectExample = """
    return {
      servers = { "/srv/rocks", "https://rocks.corp.example" },
      grants = { ["company-report"] = { "files:write" } },
      ledger = "postgresql://db.corp.example/cph",
      prices = { currency = "CNY", ["physical.rx2.32xlarge.4"] = "12000.00" },
      policy = { servers = { per_run = 50 }, names = { "game-*" } },
      notify = { url = "https://hooks.corp.example/cph", on = { "failed", "in_doubt" } },
    }
    """

private var policyPage: ManualPage {
    ManualPage(
        "cph-policy", section: 5, summary: "what may not be bought, whoever buys it",
        body: [
            .paragraph(
                "A policy is Lua that returns a table of rules. Each forbids something; none allows anything. Policies stand in "
                    + "`\(PolicyFile.ofMachine)`, in the ledger (`cph ledger policy set FILE`) and as `policy` in `\(Project.fileName)`; "
                    + "all of them hold together."),
            .heading("Rules", level: 2), .terms(PolicyRules.fieldInfos.flatMap { fieldTerms($0) }),
            .heading("Example", level: 2), .code(PolicyCommand.Rules.example),
        ], seeAlso: ["cph-policy(1)", "cph-project(5)", "cph-guide-policies(7)"])
}

private var cataloguePage: ManualPage {
    ManualPage(
        "cph-catalogue", section: 5, summary: "what an emulated account has",
        body: [
            .paragraph(
                "A catalogue is a JSON object. `cph --emulator --catalogue FILE`, `cph emulator` and `cph rehearse` read it, and the "
                    + "emulated account has exactly what it says. What a member does not speak of is as without a catalogue: every well-formed "
                    + "id exists, and stock has no end. An empty list means that there is none. `cph examples mirror` prints a script that "
                    + "writes one of an account."),
            .heading("Members", level: 2), .terms(Catalogue.fieldInfos.flatMap { fieldTerms($0) }),
            .heading("Example", level: 2), .code(catalogueExample),
        ], seeAlso: ["cph-emulator(1)", "cph-rehearse(1)", "cph-guide-emulator(7)"])
}

/// A small catalogue, which a test buys from.
let catalogueExample = """
    {
      "server_models": [{ "server_model_name": "physical.rx2.32xlarge.4" }],
      "stock": [
        { "available_zone": "cn-east-3a", "server_model_name": "physical.rx2.32xlarge.4", "servers": 3 }
      ],
      "prices": [{ "server_model_name": "physical.rx2.32xlarge.4", "monthly": 12000.00 }]
    }
    """

/// A member of a table with the members of what stands in it: `cost`, then `cost.per_day`. Of what a service answers only the
/// name: it has a page of its own in the reference.
private func fieldTerms(_ field: FieldInfo, in place: String = "") -> [ProseBlock.Term] {
    let name = place + field.name
    let absent = field.defaultValue.map { "\($0) when absent" }
    let words = ([field.doc] + field.limits + [absent].compactMap(\.self)).joined(separator: "; ")
    let isOwn = place.isEmpty && field.model.map { $0.fieldInfos.count < 7 } == true
    let inner = isOwn ? field.model?.fieldInfos.flatMap { fieldTerms($0, in: "\(name).") } ?? [] : []
    return [ProseBlock.Term(name, ["\(words)."])] + inner
}

// MARK: Shared

private var exitCodeTerms: [ProseBlock.Term] {
    ExitStatus.documented.map { .init("\($0.status.rawValue)", [$0.meaning]) }
}

private var exitCodesPage: ManualPage {
    ManualPage(
        "cph-exit-codes", section: 7, summary: "the codes with which cph ends",
        body: [.paragraph(exitCodesChapter.doc), .heading("Codes", level: 2), .terms(exitCodeTerms)],
        seeAlso: ["cph(1)", "cph-guide-in-doubt(7)"])
}

private var variablesPage: ManualPage {
    let own = CPHVariable.allCases.map { ProseBlock.Term($0.rawValue, [$0.words, "May be: \($0.form)."]) }
    let others = ToolVariable.all.map { ProseBlock.Term($0.name, [$0.words]) }
    let system = SystemVariable.all.map { ProseBlock.Term($0.name, [$0.doc]) }
    return ManualPage(
        "cph-environment", section: 7, summary: "what cph takes from the environment",
        body: [
            .paragraph(variablesChapter.doc), .heading("Variables", level: 2), .terms(own),
            .heading(toolVariablesChapter.title, level: 2), .paragraph(toolVariablesChapter.doc), .terms(others),
            .heading(systemVariablesChapter.title, level: 2), .paragraph(systemVariablesChapter.doc), .terms(system),
        ],
        seeAlso: ["cph(1)", "cph-guide-credentials(7)"])
}

private var guidePages: [ManualPage] {
    EmbeddedTexts.all.guides.map { name, text in
        let blocks = ProseBlock.blocks(of: text)
        let title = if case .heading(let title, level: _)? = blocks.first { title } else { name }
        // What is written in capitals stays so: CI.
        let isWord = title.dropFirst().first?.isLowercase == true
        let summary = isWord ? title.prefix(1).lowercased() + title.dropFirst() : title
        return ManualPage(
            "cph-guide-\(name)", section: 7, summary: summary, body: Array(blocks.dropFirst()),
            seeAlso: ["cph(1)", "cph-doc(1)"])
    }
}
