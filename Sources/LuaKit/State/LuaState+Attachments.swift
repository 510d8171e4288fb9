extension LuaState {
    /// What a host keeps for this state, one object of each type, made when it is first asked for. It must not hold on to
    /// the state: that would keep both alive for ever.
    public func attachment<Attachment: AnyObject>(_ make: () -> Attachment) -> Attachment {
        for attachment in attachments {
            if let known = attachment as? Attachment { return known }
        }
        let made = make()
        attachments.append(made)
        return made
    }
}
