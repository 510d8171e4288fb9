#include "clua_internal.h"

#include <stdlib.h>

clua_vm *clua_vm_of(lua_State *L) {
    return vm_of(L);
}

// liblua makes these strings outside any protected call. Once they exist it finds them instead of allocating.
static void anchor_literals(lua_State *L) {
    static const char *const literals[] = {
        "error in error handling", "C stack overflow", "stack overflow", "not enough memory",
        "cannot resume dead coroutine", "cannot resume non-suspended coroutine",
    };
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++) {
        lua_pushstring(L, literals[i]);
        luaL_ref(L, LUA_REGISTRYINDEX);
    }
}

static int set_up(lua_State *L) {
    anchor_literals(L);
    clua_prepare_calls(L);
    clua_prepare_interrupts(L);
    clua_prepare_warnings(L);
    clua_prepare_finalizers(L);
    clua_open_libraries(L, (int)lua_tointeger(L, 1));
    return 0;
}

clua_vm *clua_new(size_t limit, int mode) {
    clua_vm *vm = calloc(1, sizeof *vm);
    if (vm == NULL)
        return NULL;
    vm->limit = limit;
    vm->allocations_left = -1;
    vm->entry = clua_new_entry();
    lua_State *L = vm->entry == NULL ? NULL : lua_newstate(clua_allocate, vm);
    if (L == NULL) {
        free(vm->entry);
        free(vm);
        return NULL;
    }
    *thread_word(L) = (uintptr_t)vm;  // calloc aligns it, so the low bits are clear
    vm->main = L;
    vm->running = L;
    vm->wakeup = -1;
    vm->mode = mode;
    lua_pushcfunction(L, set_up);
    lua_pushinteger(L, mode);
    if (lua_pcall(L, 1, 0, 0) != LUA_OK) {
        clua_close(vm);
        return NULL;
    }
    vm->hosting = 1;
    return vm;
}

void clua_close(clua_vm *vm) {
    clua_unwatch_signals(vm);
    vm->closing = 1;
    clua_watch_finalizers(vm, 0);
    vm->interrupt = CLUA_INTERRUPT_HOST;  // a finalizer that calls the host now goes no further
    vm->hosting = 0;  // lua_close protects itself, and finalizers may run out of memory like any Lua code
    lua_close(vm->main);
    free(vm->entry);
    free(vm);
}

size_t clua_paircount(lua_State *L, int index) {
    size_t count = 0;
    int table = lua_absindex(L, index);
    lua_pushnil(L);
    for (; lua_next(L, table); count++)
        lua_settop(L, -2);
    return count;
}

const char *clua_identity(void) { return lua_ident; }
