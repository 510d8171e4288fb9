import Bindings
import Catalog
import Docs
import Emulator
import LuaKit
import Stdlib

/// Everything that scripts see, without a program around it.
struct Library {
    let state: LuaState
    let module: CPHModule

    init() throws {
        state = try LuaState()
        module = CPHModule(try EmulatedCloud(EmulatedCloud.Configuration(seed: 1)), version: "test", state: state)
    }

    var catalog: Catalog { Catalog(module.library, .embedded) }
    var stubs: Stubs { Stubs(module.library, .embedded) }
    var reference: Reference { Reference(catalog) }
}
