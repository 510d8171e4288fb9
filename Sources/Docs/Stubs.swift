import Bindings
import CPHModel
import Catalog
public import LuaKit
public import Schema
public import Stdlib
import Text

/// What lua-language-server reads to complete and check scripts: LuaCATS definitions of `cph` and every model.
public struct Stubs {
    /// Texts by file name.
    public private(set) var files: [(name: String, text: String)] = []

    /// Makes the definitions of `cph`, of the models, and of each module of the standard library.
    ///
    /// - Parameter library: The part of `cph` that is written in Swift.
    public init(_ library: LuaModule, _ stdlib: Stdlib) {
        add("cph", [host(library)])
        add("models", Models.all.map(stub))
        for name in stdlib.names { add(name, [LuaDocs(module: name, source: stdlib.source(name) ?? []).stub]) }
    }

    private mutating func add(_ name: String, _ parts: [String]) {
        let text = (["---@meta"] + parts.map(trimmed)).joined(separator: "\n\n") + "\n"
        files.append(("\(name).lua", text))
    }

    /// The part of `cph` that is written in Swift.
    private func host(_ library: LuaModule) -> String {
        let types = hostTypes.map { type in
            type.stub + (hostClasses.first { $0.luaType == type.name }.map { methods(of: $0) } ?? "")
        }
        return (types + definitions(library, path: library.name) + models(library.name)).joined(separator: "\n\n")
    }

    private func definitions(_ module: LuaModule, path: String) -> [String] {
        let head = comment(module.doc).joined(separator: "\n") + "\n\(path) = {}"
        let functions = module.functions.map { $0.stub(module: path) }
        return [head] + functions + module.modules.flatMap { definitions($0, path: "\(path).\($0.name)") }
    }

    /// The table of a class that stands right above it, and its methods.
    private func methods(of type: (some LuaObject).Type) -> String {
        let name = type.luaType.split(separator: ".").last.map(String.init) ?? ""
        let functions = type.luaClass.methods.map { method in
            (comment(method.doc) + ["---@return any", "function \(name):\(method.name)() end"]).joined(separator: "\n")
        }
        return (["\nlocal \(name) = {}"] + functions).joined(separator: "\n\n")
    }

    /// `cph.models`: each model is called to check and build a value.
    private func models(_ path: String) -> [String] {
        let classes = Models.all.map { model in
            """
            ---@class cph.models.\(model.name)
            ---@field validate fun(value: \(model.luaType)): cph.Problem[]
            ---@field name string
            ---@field doc string
            ---@field fields cph.Field[]
            ---@field checks string[]  limits across fields
            ---@overload fun(value: \(model.luaType)): \(model.luaType)
            """
        }
        let fields = Models.all.map { "---@field \($0.name) cph.models.\($0.name)" }
        let table = ["---@class cph.models"] + fields + ["\(path).models = {}"]
        return classes + [
            table.joined(separator: "\n"), "--- The version of the host.\n---@type string\n\(path).version = \"\"",
        ]
    }
}

/// Writes a model as a LuaCATS class.
public func stub(_ model: any Model.Type) -> String {
    let fields = model.fieldInfos.map { field in
        let limits = field.limits.isEmpty ? "" : "; " + field.limits.joined(separator: "; ")
        return "---@field \(field.name)\(field.isRequired ? "" : "?") \(field.luaType)  \(field.doc)\(limits)"
    }
    return (["--- \(model.doc)", "---@class \(model.luaType)"] + fields).joined(separator: "\n")
}
