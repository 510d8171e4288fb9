/// A variable of the system, the terminal or PostgreSQL's library that cph, or a library it calls, goes by.
///
/// A test compares the rows with the names in the code.
struct SystemVariable {
    /// The name in the environment.
    let name: String
    /// What it does here, in Markdown.
    let doc: String

    private init(_ name: String, _ doc: String) { (self.name, self.doc) = (name, doc) }

    static let all: [SystemVariable] = places + terminal + libraries + postgreSQL
}

extension SystemVariable {
    private static let places = [
        SystemVariable(
            "HOME",
            "Where settings, the ledger, the history and libraries are, each in a folder that an `XDG_` variable moves."
        ),
        SystemVariable("XDG_CONFIG_HOME", "The folder of settings; `~/.config` when absent."),
        SystemVariable("XDG_DATA_HOME", "The folder of libraries of the user; `~/.local/share` when absent."),
        SystemVariable(
            "XDG_STATE_HOME", "The folder of the ledger and of the prompt's history; `~/.local/state` when absent."),
        SystemVariable(
            "TMPDIR", "The folder for temporary files, and for ids that neither a ledger nor its folder could take."),
        SystemVariable("PATH", "Where git, luarocks, the editor and other programs are looked for."),
    ]

    private static let terminal = [
        SystemVariable("TERM", "`dumb` or absent: no colours, no line editor and nothing that is redrawn."),
        SystemVariable("NO_COLOR", "Not empty: no colours, unless `--color always` asks for them."),
        SystemVariable(
            "PAGER",
            "The program that shows what is longer than the screen; `less` or `more` when absent, empty for none."),
        SystemVariable("VISUAL", "The program with which `:edit` edits a line."),
        SystemVariable("EDITOR", "As `VISUAL`, where that is absent; `vi` without either."),
        SystemVariable(
            "LC_CTYPE", "Says, as `LC_ALL` and `LANG` do, whether the terminal shows UTF-8; `cph doctor` looks at it."),
    ]

    private static let libraries = [
        SystemVariable("SSL_CERT_DIR", "Passed on to git and curl, which `cph lib` runs."),
        SystemVariable(
            "HTTPS_PROXY",
            "Passed on to git and curl, which `cph lib` runs, with its relatives. Calls of the service go by `--proxy` alone."
        ),
        SystemVariable("NO_PROXY", "As `HTTPS_PROXY`."),
        SystemVariable("SSH_AUTH_SOCK", "Passed on to git, which `cph lib` runs."),
        SystemVariable("GIT_SSH_COMMAND", "Passed on to git, which `cph lib` runs."),
        SystemVariable("GIT_SSL_CAINFO", "Passed on to git, which `cph lib` runs."),
    ]

    private static let postgreSQL = [
        SystemVariable(
            "PGPASSWORD",
            "The password of a shared ledger; an address must not hold one. Neither scripts nor children see it."),
        SystemVariable(
            "PGPASSFILE", "The file with passwords of shared ledgers, of mode 600; `~/.pgpass` when absent."),
        SystemVariable(
            "PGSERVICE", "The entry of the service file that has what the address of a shared ledger leaves out."),
        SystemVariable("PGSERVICEFILE", "The service file; `~/.pg_service.conf` when absent."),
        SystemVariable("PGHOST", "The machine of a shared ledger, where its address names none."),
        SystemVariable("PGHOSTADDR", "The address of that machine, where its name is not to be looked up."),
        SystemVariable("PGPORT", "The port, where the address of a shared ledger names none; 5432 without either."),
        SystemVariable("PGUSER", "The user, where the address of a shared ledger names none."),
        SystemVariable("PGDATABASE", "The database, where the address of a shared ledger names none."),
        SystemVariable(
            "PGSSLMODE", "How the connection to a shared ledger is protected, where its address does not say it."),
        SystemVariable("PGSSLROOTCERT", "The certificates that a shared ledger's server is checked by."),
        SystemVariable(
            "PGCONNECT_TIMEOUT",
            "Seconds that connecting to a shared ledger may take, where its address does not say it."),
        SystemVariable(
            "PGAPPNAME", "What the server of a shared ledger calls its connections, where the address does not say it."),
        SystemVariable(
            "PGTARGETSESSIONATTRS",
            "Which of several servers is taken; a ledger is written on the one that takes writes."),
    ]
}
