/// The environment variables whose values must not reach scripts, child processes, logs or the history.
public let secretVariables =
    ToolVariable.all.filter(\.isSecret).map(\.name) + [
        "CPH_AUTH_TOKEN",
        // It may hold the proxy's password.
        "CPH_PROXY",
    ]

/// The variables whose values identify somebody: one with an odd end is another identity.
let identityVariables = secretVariables + ToolVariable.all.filter { $0.kind == .identity }.map(\.name)
