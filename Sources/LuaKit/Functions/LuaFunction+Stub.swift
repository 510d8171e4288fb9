extension LuaFunction {
    /// Shows how it is called: `repeated(text, count?)`.
    public var signature: String {
        let names = parameters.map { $0.isVariadic ? "..." : $0.isOptional ? "\($0.name)?" : $0.name }
        return "\(name)(\(names.joined(separator: ", ")))"
    }

    /// Returns the LuaCATS definition that editors read, for a function of the table `module`.
    public func stub(module: String) -> String {
        let comments = doc.split(separator: "\n", omittingEmptySubsequences: false).map { "--- \($0)" }
        let names = parameters.map { $0.isVariadic ? "..." : $0.name }
        let lines = comments + parameters.map(\.annotation) + resultAnnotations
        return (lines + ["function \(module).\(name)(\(names.joined(separator: ", "))) end"]).joined(separator: "\n")
    }

    private var resultAnnotations: [String] {
        results.isEmpty ? [] : ["---@return \(results)\(resultDoc.isEmpty ? "" : " # \(resultDoc)")"]
    }
}

extension LuaFunction.Parameter {
    fileprivate var annotation: String {
        let name = isVariadic ? "..." : isOptional ? "\(name)?" : name
        return "---@param \(name) \(type)\(doc.isEmpty ? "" : "  \(doc)")"
    }
}
