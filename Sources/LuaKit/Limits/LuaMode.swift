/// Says how far a script is trusted. Limits of memory and time hold in every mode, but for what `trusted` says.
public enum LuaMode: Int32, Hashable, Sendable {
    /// Files and environment, but neither bytecode, C modules nor most of `debug`; undeclared globals are errors.
    case standard
    /// For a script one has not read: no files, environment, programs or finalizers either.
    case sandbox
    /// All of standard Lua. Its finalizers and debug hooks run where Lua calls no other hook, so no limit of time ends one
    /// that loops; and whoever has its debug library can break the program, as in `lua5.4`.
    case trusted
}
