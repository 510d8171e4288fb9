extension LuaState {
    /// Keeps one object of each type for this state, made when it is first asked for. It must not hold on to the state: that
    /// would keep both alive for ever.
    public func attachment<Attachment: AnyObject>(_ make: () -> Attachment) -> Attachment {
        for attachment in attachments {
            if let known = attachment as? Attachment { return known }
        }
        let made = make()
        attachments.append(made)
        return made
    }
}
