/// `.luarc.json`, with which lua-language-server finds the definitions in `folder`.
public func editorSettings(definitions folder: String) -> String {
    """
    {
      "runtime.version": "Lua 5.4",
      "workspace.library": ["\(folder)"],
      "workspace.checkThirdParty": false
    }

    """
}
