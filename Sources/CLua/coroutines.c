// The coroutine library, with one difference to Lua's own: a coroutine that suspends inside a host function passes
// that on to whoever resumed it, up to the host's scheduler, instead of handing a strange value to the script.
#include "clua_internal.h"

static lua_State *check_thread(lua_State *L) {
    lua_State *thread = lua_tothread(L, 1);
    luaL_argexpected(L, thread != NULL, 1, "thread");
    return thread;
}

static const char *status_of(lua_State *L, lua_State *thread) {
    if (thread == L)
        return "running";
    if (*thread_word(thread) & (THREAD_TASK | THREAD_AWAITING))
        return "normal";
    lua_Debug ar;
    switch (lua_status(thread)) {
    case LUA_YIELD:
        return "suspended";
    case LUA_OK:
        if (lua_getstack(thread, 0, &ar))
            return "normal";
        return lua_gettop(thread) == 0 ? "dead" : "suspended";
    default:
        return "dead";
    }
}

static int fail(lua_State *L, const char *message) {
    lua_pushstring(L, message);
    return -1;
}

// Takes what a stopped coroutine left: its results or its error move to L. Returns their count, or -1 for an error.
static int take_results(lua_State *L, lua_State *thread, int status, int count) {
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_xmove(thread, L, 1);
        return -1;
    }
    if (!lua_checkstack(L, count + 1)) {
        lua_pop(thread, count);
        return fail(L, "too many results to resume");
    }
    lua_xmove(thread, L, count);
    return count;
}

static int drive(lua_State *L, lua_State *thread, int arguments, lua_KFunction k);

// What the coroutine awaited is on top of L, above `below` values: hand it on and let it run.
static int continue_driving(lua_State *L, lua_State *thread, int below, lua_KFunction k) {
    int count = lua_gettop(L) - below;
    *thread_word(thread) &= ~(uintptr_t)THREAD_AWAITING;
    if (!lua_checkstack(thread, count))
        return luaL_error(L, "too many arguments to resume");
    lua_xmove(L, thread, count);
    return drive(L, thread, count, k);
}

// Resumes `thread` until it returns, yields to the script, or fails. While it awaits, L itself is suspended, and goes
// on in `k`; or blocks, where L cannot be.
static int drive(lua_State *L, lua_State *thread, int arguments, lua_KFunction k) {
    clua_vm *vm = vm_of(L);
    for (;;) {
        int count;
        vm->awaited = 0;
        vm->running = thread;  // before the test: a signal arms the hook of either L or the thread
        POLL(vm, L);
        int hosting = vm->hosting;
        int status = lua_resume(thread, L, arguments, &count);
        check_crossing(vm, hosting);
        vm->running = L;
        POLL(vm, L);
        if (status != LUA_YIELD || vm->awaited == 0)
            return take_results(L, thread, status, count);
        *thread_word(thread) |= THREAD_AWAITING;
        if (lua_isyieldable(L))
            return lua_yieldk(L, 0, lua_gettop(L), k);
        arguments = clua_block(thread, L, vm->awaited);
        *thread_word(thread) &= ~(uintptr_t)THREAD_AWAITING;
    }
}

// Moves the arguments above `below` from L to `thread` and starts it.
static int start(lua_State *L, lua_State *thread, int below, lua_KFunction k) {
    int arguments = lua_gettop(L) - below;
    if (*thread_word(thread) & (THREAD_TASK | THREAD_AWAITING))
        return fail(L, "cannot resume non-suspended coroutine");
    if (!lua_checkstack(thread, arguments))
        return fail(L, "too many arguments to resume");
    lua_xmove(L, thread, arguments);
    return drive(L, thread, arguments, k);
}

static int finish_resume(lua_State *L, int count) {
    lua_pushboolean(L, count >= 0);
    if (count < 0)
        count = 1;
    lua_insert(L, -(count + 1));
    return count + 1;
}

static int resume_k(lua_State *L, int status, lua_KContext below) {
    (void)status;
    return finish_resume(L, continue_driving(L, lua_tothread(L, 1), (int)below, resume_k));
}

static int co_resume(lua_State *L) {
    lua_State *thread = check_thread(L);
    return finish_resume(L, start(L, thread, 1, resume_k));
}

// How much of the C stack may be in use where a coroutine is closed, in bytes. Lua counts the C calls of each coroutine
// that is closed from 0, so that coroutines which close each other would go on until the stack is full. What Lua allows
// otherwise takes less than this, and every thread has more.
#define CLOSING_STACK (256 << 10)

// Closes what the coroutine left open, which runs Lua code on its stack.
static int reset(lua_State *L, lua_State *thread) {
    clua_vm *vm = vm_of(L);
    const char *here = __builtin_frame_address(0);
    if (vm->stack_base - here > CLOSING_STACK)
        return luaL_error(L, "C stack overflow: too many coroutines close each other");
    vm->running = thread;
    int status = lua_resetthread(thread);
    vm->running = L;
    POLL(vm, L);
    return status;
}

// A failed coroutine is closed here, as nobody else can reach it; its message tells where the call was.
static int finish_wrap(lua_State *L, lua_State *thread, int count) {
    if (count >= 0)
        return count;
    int status = lua_status(thread);
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_pop(L, 1);
        status = reset(L, thread);  // it kept a copy of the error; a __close may have raised another
        lua_xmove(thread, L, 1);
    }
    if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int wrap_k(lua_State *L, int status, lua_KContext below) {
    (void)status;
    lua_State *thread = lua_tothread(L, lua_upvalueindex(1));
    return finish_wrap(L, thread, continue_driving(L, thread, (int)below, wrap_k));
}

static int call_wrapped(lua_State *L) {
    lua_State *thread = lua_tothread(L, lua_upvalueindex(1));
    return finish_wrap(L, thread, start(L, thread, 0, wrap_k));
}

static int co_create(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *thread = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, thread, 1);
    return 1;
}

static int co_wrap(lua_State *L) {
    co_create(L);
    lua_pushcclosure(L, call_wrapped, 1);
    return 1;
}

static int co_yield(lua_State *L) {
    if (*thread_word(L) & THREAD_TASK)
        return luaL_error(L, "attempt to yield from outside a coroutine");
    vm_of(L)->awaited = 0;
    return lua_yield(L, lua_gettop(L));
}

static int co_status(lua_State *L) {
    lua_pushstring(L, status_of(L, check_thread(L)));
    return 1;
}

static int co_isyieldable(lua_State *L) {
    lua_State *thread = lua_isnone(L, 1) ? L : check_thread(L);
    lua_pushboolean(L, lua_isyieldable(thread) && !(*thread_word(thread) & THREAD_TASK));
    return 1;
}

static int co_running(lua_State *L) {
    int is_main = lua_pushthread(L);
    lua_pushboolean(L, is_main || (*thread_word(L) & THREAD_TASK));
    return 2;
}

static int co_close(lua_State *L) {
    lua_State *thread = check_thread(L);
    const char *status = status_of(L, thread);
    if (*status != 'd' && *status != 's')  // neither dead nor suspended
        return luaL_error(L, "cannot close a %s coroutine", status);
    lua_pushboolean(L, reset(L, thread) == LUA_OK);
    if (lua_toboolean(L, -1))
        return 1;
    lua_xmove(thread, L, 1);
    return 2;
}

// The coroutine that `thread` is resuming, when both are suspended inside a host function; NULL for the innermost.
static lua_State *awaiting_child(lua_State *thread) {
    lua_Debug ar;
    if (lua_status(thread) != LUA_YIELD || !lua_checkstack(thread, 2) || !lua_getstack(thread, 0, &ar))
        return NULL;  // a failed one has no child, and its stack may be full
    lua_getinfo(thread, "f", &ar);
    lua_CFunction function = lua_tocfunction(thread, -1);
    int found = function == co_resume ? lua_getlocal(thread, &ar, 1) != NULL
              : function == call_wrapped ? lua_getupvalue(thread, -1, 1) != NULL : 0;
    lua_State *child = found ? lua_tothread(thread, -1) : NULL;
    lua_pop(thread, 1 + found);
    return child;
}

int clua_reset(lua_State *thread) {
    int interrupt = vm_of(thread)->interrupt;
    if (interrupt && interrupt != CLUA_INTERRUPT_EXIT)
        return lua_status(thread) == LUA_YIELD ? LUA_OK : lua_status(thread);  // no hook could stop its __close
    lua_State *child = awaiting_child(thread);
    if (child != NULL && child != thread && (*thread_word(child) & THREAD_AWAITING)) {
        clua_reset(child);  // the innermost scope closes first
        lua_settop(child, 0);
        *thread_word(child) &= ~(uintptr_t)THREAD_AWAITING;
    }
    clua_vm *vm = vm_of(thread);
    int hosting = vm->hosting;
    lua_State *running = vm->running;
    clua_enter(vm);
    vm->hosting = 0;
    vm->running = thread;
    int status = lua_resetthread(thread);
    vm->running = running;
    vm->hosting = hosting;
    clua_leave(vm);
    return status;
}

void clua_open_coroutines(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"create", co_create}, {"resume", co_resume}, {"wrap", co_wrap}, {"yield", co_yield},
        {"status", co_status}, {"isyieldable", co_isyieldable}, {"running", co_running}, {"close", co_close},
        {NULL, NULL},
    };
    lua_getglobal(L, LUA_COLIBNAME);
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}
