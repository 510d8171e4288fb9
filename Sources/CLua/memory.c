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
    if (vm->refusals > 0 && !vm->hosting) {
        vm->refusals--;
        return 0;
    }
    if (more >= LARGE && vm->interrupt && !vm->hosting && !vm->closing)
        return 0;
    if (vm->used <= vm->limit && more <= vm->limit - vm->used)
        return 1;
    vm->overdrawn |= vm->hosting;
    return vm->hosting;
}

void *clua_allocate(void *context, void *block, size_t old_size, size_t size) {
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
