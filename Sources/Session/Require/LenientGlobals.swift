import LuaKit

/// The globals of a project's own modules where `cph.project.lua` says `lenient_lib`: what an undeclared one is, is nil, and
/// what they set is theirs, as with an installed library. What the script has, and may do, they have too.
final class LenientGlobals {
    private unowned let state: LuaState
    private var made: LuaTable?

    init(_ state: LuaState) { self.state = state }

    /// A copy of the globals, so that libraries that look through `_G`, or give it a metatable, find what Lua has there.
    private static let source = """
        local globals, pairs, rawget, select, setmetatable, error, load, loadfile = ...
        local own = {}
        for name, value in pairs(globals) do
          own[name] = value
        end
        own._G = own
        function own.load(chunk, name, mode, ...)
          if select("#", ...) > 0 then
            return load(chunk, name, mode, ...)
          end
          return load(chunk, name, mode, own)
        end
        if loadfile then
          function own.loadfile(file, mode, ...)
            if select("#", ...) > 0 then
              return loadfile(file, mode, ...)
            end
            return loadfile(file, mode, own)
          end
          function own.dofile(file)
            local run, reason = loadfile(file, nil, own)
            if not run then
              error(reason, 0)
            end
            return run()
          end
        end
        return setmetatable(own, { __index = function(_, name) return rawget(globals, name) end })
        """

    /// The table, made when the first module needs it.
    func environment() throws(LuaError) -> LuaTable {
        if let made { return made }
        let main = try state.load(Self.source, chunk: "=lenient_lib")
        let results = try state.context.call(
            main, state.global("_G"), state.global("pairs"), state.global("rawget"), state.global("select"),
            state.global("setmetatable"), state.global("error"), state.global("load"), state.global("loadfile"))
        guard case .table(let own)? = results.first else { throw LuaError.runtime("lenient_lib made no globals") }
        made = own
        return own
    }
}
