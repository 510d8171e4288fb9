import CPHModel
import Catalog
import LuaKit
import LuaSyntax
import Schema
import Text

/// Shows dimly what would follow.
extension Prompt {
    /// Dim text for behind the cursor at the end of `text`: the arguments that are still to come, or the fields that a
    /// table still needs.
    public func hint(_ text: String) -> String? {
        if text.hasPrefix(":") { return commandHint(text) }
        let context = CursorContext(text)
        guard let number = context.frames.indices.last, context.word == nil, context.frames[number].item == context.end
        else { return nil }
        if context.frames[number].opener == "(" { return argumentHint(context, number) }
        guard let shape = shape(context), !shape.isList else { return nil }
        let used = context.usedKeys
        let missing = shape.model.fieldInfos.filter { $0.isRequired && !used.contains($0.name) }.map(\.name)
        return missing.isEmpty ? nil : " needs \(missing.joined(separator: ", "))"
    }

    private func argumentHint(_ context: CursorContext, _ number: Int) -> String? {
        guard let call = context.call(number), let parameters = parameters(of: call.function) else { return nil }
        let rest = parameters.dropFirst(call.argument).map { parameter in
            let name = parameter.isVariadic ? "..." : parameter.name + (parameter.isOptional ? "?" : "")
            return parameter.type.isEmpty ? name : "\(name): \(parameter.type)"
        }
        return rest.joined(separator: ", ") + ")"
    }

    private func commandHint(_ text: String) -> String? {
        guard text.hasSuffix(" "), let command = PromptCommand.of(text), !command.arguments.isEmpty,
            text.split(separator: " ").count == 1
        else { return nil }
        return command.arguments
    }
}
