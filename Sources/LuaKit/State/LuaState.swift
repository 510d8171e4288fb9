import CLua

/// One Lua: its globals, its memory limit, its tasks.
///
/// Use it on one thread at a time; only `interrupter` may be used from any. It lives until Swift lets go of it, and what
/// Lua holds goes with it: closures and objects that hold on to their state keep both alive for ever.
public final class LuaState {
    /// Says what a new state may use.
    public struct Options {
        /// Limits what Lua allocates, in bytes. What a Swift callback pushes beyond it raises the memory error once the callback has returned.
        public var memoryLimit = 512 << 20
        /// Says how far scripts are trusted; see `LuaMode`.
        public var mode = LuaMode.standard
        /// Names environment variables that scripts do not see, in any mode.
        public var hiddenVariables: Set<String> = []
        /// Whether `os.execute` and `io.popen` work in the standard mode.
        public var allowsPrograms = false
        /// Whether undeclared globals are errors; nil stands for all modes but the trusted one.
        public var strictGlobals: Bool?
        /// Tells the time to sleeping tasks; a `LuaVirtualClock` makes them end at once.
        public var clock: any LuaClock = LuaSystemClock()

        /// Makes the usual options: 512 MiB, standard mode, strict globals, the machine's clock.
        public init() {}
    }

    /// Tells how much memory a state uses.
    public struct Memory: Hashable, Sendable {
        /// Counts bytes: in use, most ever in use, allowed.
        public var used, peak, limit: Int
    }

    /// Names the Lua that is linked, such as `Lua 5.4.4`.
    public static var luaVersion: String {
        // `$LuaVersion: Lua 5.4.4  Copyright …`
        String(cString: clua_identity()).split(separator: " ").dropFirst().prefix(2).joined(separator: " ")
    }

    /// Says what a script receives for an error that does not say so itself, or for LuaKit's own argument errors
    /// (`LuaError` of kind `argument` or `conversion`). Nil leaves the choice to LuaKit, for all errors of that type.
    public var translateError: ((any Error) -> (any LuaErrorConvertible)?)?

    /// Gives the main stack, for use outside of callbacks; a callback gets the stack it was called on.
    public let context: LuaContext

    let vm: UnsafeMutablePointer<clua_vm>
    let releases = ReleaseQueue()
    /// Stops what runs here, from any thread.
    public let interrupter: LuaInterrupter
    /// The registry slot of a table from error objects to the Swift errors they stand for; its keys are weak.
    let knownErrors: Int32
    /// The last error that Swift threw on; it keeps its traceback if it comes back.
    var lastRaised: LuaError?
    var pendingTraceback: [LuaFrame] = []
    /// Names the chunks that may use undeclared globals where other code may not.
    public var lenientChunks: Set<String> = []
    private(set) lazy var scheduler = LuaScheduler(state: self, clock: clock)
    /// Tells the time to sleeping tasks.
    public let clock: any LuaClock
    private var metatables: [String: Int32] = [:]
    /// Addresses of the tables of `metatables`, which live as long as the state.
    private(set) var hostMetatables: Set<UnsafeRawPointer> = []
    var attachments: [AnyObject] = []

    /// Opens a state with the libraries of its mode.
    ///
    /// - Throws: `LuaError` of kind `memory` when the limit is too small for the standard libraries (about 25 kB).
    public init(_ options: Options = Options()) throws(LuaError) {
        guard let vm = clua_new(options.memoryLimit, options.mode.rawValue), let stack = vm.pointee.main else {
            throw LuaError.memory
        }
        self.vm = vm
        interrupter = LuaInterrupter(vm)
        clock = options.clock
        context = LuaContext(stack)
        knownErrors = context.makeWeakTable()
        vm.pointee.host = Unmanaged.passUnretained(self).toOpaque()
        vm.pointee.call = callHostFunction
        vm.pointee.on_error = captureTraceback
        vm.pointee.block = blockForOperation
        try replaceFunctions(options)
    }

    deinit {
        interrupter.close()
        clua_close(vm)
    }

    static func owner(of stack: OpaquePointer) -> LuaState {
        // Set in `init` for as long as the state is open, and a stack is only ever that of an open state.
        Unmanaged<LuaState>.fromOpaque(clua_vm_of(stack).pointee.host).takeUnretainedValue()
    }

    /// Tells what Lua's allocator has handed out. Memory of Swift objects that Lua holds is not counted.
    public var memory: Memory {
        Memory(used: vm.pointee.used, peak: vm.pointee.peak, limit: vm.pointee.limit)
    }

    /// Frees everything that scripts no longer reach, running finalizers.
    ///
    /// - Throws: `LuaError` for an interrupt that came meanwhile; errors of finalizers are warnings.
    public func collectGarbage() throws(LuaError) {
        // An object that is let go of may have held other values, so once is not always enough.
        for _ in 1...Self.mostRounds {
            releases.drain(on: context.stack)
            try context.check(clua_collect(context.stack))
            if releases.isDrained { return }
        }
    }

    /// Finalizers could go on making garbage for ever.
    private static let mostRounds = 10

    func takeTraceback() -> [LuaFrame] {
        defer { pendingTraceback = [] }
        return pendingTraceback
    }
}

extension LuaContext {
    fileprivate func makeWeakTable() -> Int32 {
        createTable()
        createTable(fieldCount: 1)
        push("k")
        rawSet("__mode", at: -2)
        lua_setmetatable(stack, -2)
        return luaL_ref(stack, CLUA_REGISTRY)
    }
}

extension LuaState {
    /// Pushes the metatable kept under `name`, on the stack in use; `fill` completes it the first time. Scripts see `false` in
    /// its place and cannot set another: what all values of a kind share is nobody's to change.
    func pushMetatable(named name: String, on lua: LuaContext, fill: (LuaContext) -> Void) {
        if let slot = metatables[name] {
            lua_rawgeti(lua.stack, CLUA_REGISTRY, Int64(slot))
            return
        }
        lua.createTable()
        lua.push(false)
        lua.rawSet("__metatable", at: -2)
        fill(lua)
        if let address = lua.identity(at: -1) { hostMetatables.insert(address) }
        lua.pushCopy(of: -1)
        metatables[name] = luaL_ref(lua.stack, CLUA_REGISTRY)
    }
}
