public import Docs

/// What is known of everything a script sees.
extension Session {
    public var catalog: Catalog { Catalog(library, stdlib) }

    /// For editors.
    public var stubs: Stubs { Stubs(library, stdlib) }
}
