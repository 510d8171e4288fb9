import Files
import LuaSyntax
import Projects

/// What kind of file a script is, which decides what it may do.
public enum ScriptRole: Sendable {
    case script
    /// A module for others to use: it must not spend.
    case library
    /// A file for `cph test`, which sees the words of tests.
    case test

    /// What the place of a file says: what is in the `lib` of a project is for scripts to use, whatever it returns. Nil where
    /// the place says nothing.
    public static func given(byPlaceOf file: String) -> ScriptRole? {
        guard let path = Files.real(file), let root = Project.root(from: Files.folder(of: path)) else { return nil }
        return path.hasPrefix("\(root)/lib/") ? .library : nil
    }

    /// Whether the place of a file is the `lib` of a project that lets undeclared globals read as nil there.
    public static func isLenient(byPlaceOf file: String) -> Bool {
        guard let path = Files.real(file), let root = Project.root(from: Files.folder(of: path)) else { return false }
        return path.hasPrefix("\(root)/lib/") && (try? Project(root: root))?.settings.hasLenientLib == true
    }

    /// What the name and the text say.
    static func shown(by tree: LuaTree, _ name: String) -> ScriptRole {
        name.hasSuffix("_spec.lua") ? .test : LuaModuleShape(tree).isTableOfFunctions ? .library : .script
    }
}
