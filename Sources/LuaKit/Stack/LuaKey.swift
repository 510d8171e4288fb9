/// A field name that Lua already holds, so that looking it up needs no hashing and no copy.
///
/// Belongs to the state that made it.
public struct LuaKey {
    @usableFromInline let slot: Int32
    public let name: String
}
