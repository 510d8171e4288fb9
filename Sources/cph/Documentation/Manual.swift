import CPHModel
import Catalog
import Checking
import Docs
import LuaKit
import Projects
import Prompt
import Session
import Stdlib

/// Everything that can be read about `cph`, without a service.
struct Manual {
    private let session: Session

    init(_ stdlib: Stdlib) throws {
        session = try Session(
            NoService(), version: Root.version, script: "cph", arguments: [], stdlib: stdlib)
    }

    /// Guides, commands, variables, files, words, modules, models, exit codes, and the modules of the project around the working
    /// directory.
    var reference: Reference {
        var catalog = Catalog(session.library, session.stdlib)
        for module in Project.modules(from: ".") {
            catalog.add(module: module.name, file: module.file, source: module.source)
        }
        let program = [
            commandsChapter, optionsChapter, variablesChapter, toolVariablesChapter, systemVariablesChapter,
            filesChapter,
            exitCodesChapter, errorCodesChapter, wordsChapter, promptChapter,
        ]
        return Reference(catalog, extra: guideChapters + [examplesChapter] + program)
    }

    var stubs: Stubs { Stubs(session.library, session.stdlib) }

    private var promptChapter: Chapter {
        Chapter(
            "Commands of the prompt", file: "prompt", group: "The program",
            doc: "What a line that begins with a colon does. Everything else is Lua.",
            pages: Prompt.commandPages)
    }
}
