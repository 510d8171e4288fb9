public import Docs

extension Prompt {
    /// The pages of the prompt's commands, for the reference.
    public static var commandPages: [Page] {
        PromptCommand.all.map { command in
            var page = Page(":\(command.name)", title: command.usage, doc: command.doc)
            page.screen = command.page
            return page
        }
    }
}
