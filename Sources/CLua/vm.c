#include "clua_internal.h"

#include <stdlib.h>

// A script that has to stop gets no large block any more. This ends what no hook reaches but needs ever more memory, such
// as a chain of callable tables that leads back to itself, which grows the stack.
#define LARGE 65536

// Swift frames are live: an allocation may not fail, so it overdraws the limit instead.
static int may_grow(clua_vm *vm, size_t more) {
    if (vm->allocations_left >= 0) {
        if (vm->allocations_left > 0)
            vm->allocations_left--;
        else if (vm->hosting)
            vm->overdrawn = 1;
        else
            return 0;
    }
    if (more >= LARGE && vm->interrupt && !vm->hosting && !vm->closing)
        return 0;
    if (vm->used <= vm->limit && more <= vm->limit - vm->used)
        return 1;
    vm->overdrawn |= vm->hosting;
    return vm->hosting;
}

static void *allocate(void *context, void *block, size_t old_size, size_t size) {
    clua_vm *vm = context;
    if (block == NULL)
        old_size = 0;  // then it tells what kind of object is made
    if (size == 0) {
        vm->used -= old_size;
        free(block);
        return NULL;
    }
    if (size > old_size && !may_grow(vm, size - old_size))
        return NULL;
    void *moved = realloc(block, size);
    if (moved == NULL) {
        if (size <= old_size)
            return block;  // Lua relies on shrinking to succeed
        if (vm->hosting)
            abort();  // as Swift itself does when memory is gone
        return NULL;
    }
    vm->used += size - old_size;
    if (vm->used > vm->peak)
        vm->peak = vm->used;
    return moved;
}

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
    lua_State *L = vm->entry == NULL ? NULL : lua_newstate(allocate, vm);
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
    clua_unwatch_signal(vm);
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

// More memory than a walk can take, in KiB.
#define REST (1 << 30)

// Lua has no way to stop its collector and go on where it stood: LUA_GCRESTART begins a new cycle at once, so that a host
// which walks many tables would collect all the time. What a step of negative size does is to defer collecting.
int clua_pause_collector(lua_State *L) {
    int was_running = lua_gc(L, LUA_GCISRUNNING);
    if (was_running && vm_of(L)->resting++ == 0)
        lua_gc(L, LUA_GCSTEP, -REST);
    return was_running;
}

// Collects a bit if that is due by now, as any push does.
void clua_resume_collector(lua_State *L, int was_running) {
    if (was_running && --vm_of(L)->resting == 0)
        lua_gc(L, LUA_GCSTEP, REST);
}

static int collect(lua_State *L) {
    lua_gc(L, LUA_GCCOLLECT);
    return 0;
}

int clua_collect(lua_State *L) {
    clua_watch_finalizers(vm_of(L), 0);
    lua_pushcfunction(L, collect);
    int status = clua_pcall(L, 0, 0, 0);
    clua_watch_finalizers(vm_of(L), 1);
    return status;
}

const char *clua_identity(void) { return lua_ident; }
