public import Projects

/// Where a session looks for modules, and who wants to hear of each that was loaded.
public struct ModuleSettings {
    /// The script's file, whose nearest parent with a project file is the project. Code without a file belongs to the
    /// project around the working directory.
    public var script: String?
    /// The user's own modules, for the prompt: `~/.local/share/cph/lua`.
    public var userFolder: String?
    /// Folders of the project whose modules are required with the folder's name in front: `spec.helper`.
    public var folders: [String] = []
    /// Templates of files below the working directory, tried last, such as `./src/?.lua`: the name stands for `?`, with
    /// slashes for dots. Tests have them; no script has.
    public var templates: [String] = []
    /// Changes the text of each of the project's own modules before it is run, as coverage does; installed libraries
    /// run as they are.
    public var rewrite: ((Script) -> [UInt8])?
    /// Called with each module that `require` has loaded.
    public var onLoad: ((ModuleOrigin) -> Void)?

    /// Looks for modules in the project of `script` and, at a prompt, in `userFolder`.
    public init(script: String? = nil, userFolder: String? = nil) {
        (self.script, self.userFolder) = (script, userFolder)
    }
}
