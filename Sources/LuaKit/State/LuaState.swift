import CLua

/// One Lua, with its own globals and memory limit. Used on one thread at a time.
public final class LuaState {
    public struct Options {
        /// In bytes. What a Swift callback pushes beyond it raises the memory error once the callback has returned.
        public var memoryLimit = 512 << 20
        public var mode = LuaMode.standard
        /// Environment variables that scripts do not see, in any mode.
        public var hiddenVariables: Set<String> = []
        /// Whether `os.execute` and `io.popen` work in the standard mode.
        public var allowsPrograms = false
        /// Whether undeclared globals are errors; nil: in all modes but the trusted one.
        public var strictGlobals: Bool?
        /// What sleeping tasks go by.
        public var clock: any LuaClock = LuaSystemClock()

        public init() {}
    }

    public struct Memory: Hashable, Sendable {
        /// Bytes in use, at most ever in use, and allowed.
        public var used, peak, limit: Int
    }

    /// Says what a script receives for an error that does not say so itself, or for LuaKit's own argument errors
    /// (`LuaError` of kind `argument` or `conversion`). Nil leaves the choice to LuaKit, for all errors of that type.
    public var translateError: ((any Error) -> (any LuaErrorConvertible)?)? {
        didSet { vm.pointee.plain_error = nil }
    }

    /// The main stack.
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
    private(set) lazy var scheduler = LuaScheduler(state: self, clock: clock)
    /// What sleeping tasks go by, and what tells the time.
    public let clock: any LuaClock
    private var metatables: [String: Int32] = [:]
    /// Addresses of the tables of `metatables`, which live as long as the state.
    private(set) var hostMetatables: Set<UnsafeRawPointer> = []
    var attachments: [AnyObject] = []

    /// - Throws: `LuaError` of kind `memory` when the limit is too small for the standard libraries (about 25 kB).
    public init(_ options: Options = Options()) throws(LuaError) {
        precondition(hasKnownSmallForm, "LuaKit does not know the strings of this Swift")
        guard let vm = clua_new(options.memoryLimit, options.mode.rawValue), let stack = vm.pointee.main else {
            throw LuaError.memory
        }
        self.vm = vm
        interrupter = LuaInterrupter(vm)
        clock = options.clock
        context = LuaContext(stack)
        knownErrors = context.makeWeakTable()
        vm.pointee.host = Unmanaged.passUnretained(self).toOpaque()
        vm.pointee.raise = raiseError
        vm.pointee.release_error = releaseError
        vm.pointee.on_error = captureTraceback
        vm.pointee.block = blockForOperation
        try prepareEnvironment(options)
    }

    deinit {
        interrupter.close()
        clua_close(vm)
    }

    static func owner(of stack: OpaquePointer) -> LuaState {
        // Set in `init` for as long as the state is open, and a stack is only ever that of an open state.
        Unmanaged<LuaState>.fromOpaque(clua_vm_of(stack).pointee.host).takeUnretainedValue()
    }

    public var memory: Memory {
        Memory(used: vm.pointee.used, peak: vm.pointee.peak, limit: vm.pointee.limit)
    }

    /// Frees everything that scripts no longer reach.
    public func collectGarbage() throws(LuaError) {
        // An object that is let go of may have held other values, so once is not always enough.
        for _ in 1...Self.mostRounds {
            releases.drain(on: context.stack)
            try context.check(clua_collect(context.stack))
            clua_release_errors(vm)
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
    /// Pushes the metatable kept under `name`, on the stack in use; `fill` completes it the first time.
    func pushMetatable(named name: String, on lua: LuaContext, fill: (LuaContext) -> Void) {
        if let slot = metatables[name] {
            lua_rawgeti(lua.stack, CLUA_REGISTRY, Int64(slot))
            return
        }
        lua.createTable()
        fill(lua)
        if let address = lua.identity(at: -1) { hostMetatables.insert(address) }
        lua.pushCopy(of: -1)
        metatables[name] = luaL_ref(lua.stack, CLUA_REGISTRY)
    }
}
