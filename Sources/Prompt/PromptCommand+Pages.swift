public import Docs

extension Prompt {
    /// What the reference says of the prompt's commands.
    public static var commandPages: [Page] {
        PromptCommand.all.map { command in
            var page = Page(":\(command.name)", title: command.usage, doc: command.doc)
            page.screen = command.page
            return page
        }
    }
}
