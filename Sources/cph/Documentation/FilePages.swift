import CPHClient
import Docs
import Projects

/// The files that cph reads and writes.
var filesChapter: Chapter {
    Chapter(
        "Files", file: "files", group: "The program",
        doc:
            "What `cph` reads and writes beside scripts. `XDG_CONFIG_HOME`, `XDG_DATA_HOME` and `XDG_STATE_HOME` move what is below the home folder.",
        pages: documentedFiles.map { file in
            var page = Page(file.path, doc: file.doc)
            page.aliases = file.aliases
            return page
        })
}

/// Each file with other names that people have for it, and what it is for.
let documentedFiles: [(path: String, aliases: [String], doc: String)] = [
    (
        Project.fileName, ["settings", "project"],
        "Makes its folder a project, and holds the settings: servers of libraries and their rights, the ledger, prices, a policy, "
            + "who is told. Plain data, no code. `cph help project`."
    ),
    (
        "cph.lock", ["lock"],
        "What libraries a project has installed, and the SHA-256 of every file. Written by `cph lib`, committed. "
            + "`cph lib verify` compares it with `lua_modules`."
    ),
    (
        "lua_modules", ["lua_modules/"],
        "The installed modules of a project: small Lua files, committed. Written by `cph lib` alone."
    ),
    ("lib/", ["lib"], "The project's own modules, found by `require` and trusted as the script is."),
    ("spec/", ["spec"], "The project's tests, for `cph test`: `spec/**/*_spec.lua`."),
    (
        "NAME-dev-1.rockspec", ["rockspec"],
        "What a project needs, in the form that LuaRocks reads. `cph lib add` writes to it, `cph lib install` reads it."
    ),
    (
        "~/.huaweicloud/credentials", ["credentials file"],
        "Keys by section, as Huawei's SDKs keep them; `--profile` picks a section. `cph doc guide credentials`."
    ),
    (
        "~/.hcloud/config.json", [],
        "The profiles of KooCLI, of which `--profile` picks one whose keys are plain. `cph doc guide credentials`."
    ),
    (
        PolicyFile.ofMachine, ["policy.lua"],
        "The machine's policy, which holds for everybody who buys on it. `cph help 5 policy`, `cph policy show`."
    ),
    (
        "~/.local/state/cph/ledger.sqlite3", ["ledger.sqlite3", "ledger file"],
        "The ledger of a user where nothing names another one: the record of purchases, by which nothing is bought twice. Copy it "
            + "with `cph ledger backup`, not while a run may write to it. Beside it stand `….mark` and `….checked`, which tell when a "
            + "ledger is older than it was."
    ),
    (
        "~/.local/state/cph/spool", ["spool"],
        "Answers that a ledger could not take, a file each. The next run records them before it buys; `cph ledger import-spool` "
            + "records those of another machine."
    ),
    ("~/.local/state/cph/history", ["history"], "The lines of the prompt, without secrets."),
    ("~/.config/cph/rc.lua", ["rc.lua"], "What the prompt runs first, unless `--no-rc` is given."),
    ("~/.local/share/cph/lua", [], "The user's own modules, which `require` finds at the prompt alone."),
    (".luarc.json", [], "Settings of an editor's Lua server, which `cph types` writes where there are none."),
    (".busted", [], "Settings of tests, which `cph test` reads as busted does."),
    (
        "account.json", ["catalogue file"],
        "What an emulated account has, for `--catalogue`; `cph examples mirror` writes it. `cph help catalogue`."
    ),
]
