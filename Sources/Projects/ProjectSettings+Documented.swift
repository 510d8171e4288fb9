extension ProjectSettings {
    /// Every setting, with those inside it, and what it is for: what the manual says, and what a misspelt one is compared with.
    public static let documented: [(name: String, doc: String)] = [
        (
            "servers",
            "Where libraries come from: a list of folders, `file://` or `https://` addresses, asked in this order."
        ),
        ("redirects", "Hosts, as `HOST` or `HOST:PORT`, that a server may send `cph lib` on to."),
        ("plain_http", "Hosts that may be asked without TLS."),
        (
            "grants",
            "What libraries may do beyond planning and reading, by library: operations that change something, `files:read`, "
                + "`files:write`, `programs`."
        ),
        (
            "ledger",
            "The ledger that the project's scripts share: a PostgreSQL server, or a file whose path begins at the project. It is used "
                + "once somebody has agreed: `cph trust`."
        ),
        ("lenient_lib", "With true, modules of `lib/` may read globals that nobody declared. false when absent."),
        ("policy", "What may not be bought by the project's scripts: the rules of `cph-policy(5)`."),
        (
            "prices",
            "What a server costs for a month, by its model, as decimal text; for plans, not for limits in money."
        ),
        ("prices.currency", "The currency of these prices, such as CNY; it must be there."),
        ("notify", "Who is told what became of runs, once somebody has agreed: `cph trust`."),
        ("notify.url", "Where a notice is posted: `https://…`, or `http://…` on this machine. It must be there."),
        ("notify.secret_file", "A file whose first line is the secret that notices are signed with."),
        ("notify.secret_variable", "A variable that holds this secret."),
        ("notify.on", "What is told of: bought, failed, in_doubt, waiting. All of them when absent."),
    ]

    /// The names of settings that are no part of another one.
    static var names: [String] { documented.map(\.name).filter { !$0.contains(".") } }
}
