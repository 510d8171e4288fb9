/// The locals of a function that is being read, and what is around it.
final class FunctionScope {
    let outer: FunctionScope?
    /// Visible locals, the newest last.
    var visible: [LuaVariable] = []

    init(in outer: FunctionScope?) { self.outer = outer }

    /// Finds the local that `name` stands for, and marks it as captured when it belongs to a function further out.
    func local(_ name: String) -> LuaVariable? {
        if let variable = visible.last(where: { $0.name == name }) { return variable }
        let variable = outer?.local(name)
        variable?.isCaptured = true
        return variable
    }
}
