import CPHModel
public import Schema
import Text

/// A model's page as text: what it is, its fields with their limits, the limits across fields.
public func modelPage(_ model: any Model.Type) -> String {
    var lines = ["\(model.name): \(model.doc)"]
    let width = model.fieldInfos.map(\.name.count).max() ?? 0
    for field in model.fieldInfos {
        let name = padded(field.name, to: width)
        let need = field.isRequired ? "required" : "optional"
        lines.append("  \(name)  \(field.luaType), \(need)\(field.defaultValue.map { ", default \($0)" } ?? "")")
        let margin = String(repeating: " ", count: width + 4)
        lines.append(margin + field.doc)
        for limit in field.limits { lines.append(margin + limit) }
    }
    for limit in model.checkLimits { lines.append("  " + limit) }
    return lines.joined(separator: "\n")
}
