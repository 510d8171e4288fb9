// Suspending a task inside a host function, and going on with what it waited for.
#include "clua_internal.h"

int clua_block(lua_State *target, lua_State *running, long long operation) {
    clua_vm *vm = vm_of(running);
    int hosting = vm->hosting;
    vm->hosting = 1;
    int count = vm->block(target, running, operation, vm->host);
    vm->hosting = hosting;
    return count;
}

// The stack holds true and results, or false and an error.
static int deliver(lua_State *L) {
    POLL(vm_of(L), L);
    if (!lua_toboolean(L, 1))
        return lua_error(L);
    return lua_gettop(L) - 1;
}

static int await_k(lua_State *L, int status, lua_KContext context) {
    (void)status, (void)context;
    return deliver(L);
}

int clua_await(lua_State *L) {
    long long operation = lua_tointeger(L, -1);
    if (vm_of(L)->hosting || vm_of(L)->pushing)
        return luaL_error(L, "attempt to wait in a finalizer");
    lua_settop(L, 0);
    if (!lua_isyieldable(L)) {
        clua_block(L, L, operation);
        return deliver(L);
    }
    vm_of(L)->awaited = operation;
    return lua_yieldk(L, 0, 0, await_k);
}

void clua_mark_task(lua_State *thread) {
    *thread_word(thread) |= THREAD_TASK;
}

int clua_resume(lua_State *thread, lua_State *from, int count) {
    clua_vm *vm = vm_of(thread);
    int hosting = vm->hosting;
    lua_State *running = vm->running;
    int results;
    int arguments = lua_status(thread) == LUA_YIELD ? count : count - 1;
    clua_enter(vm);
    vm->awaited = 0;
    vm->hosting = 0;
    vm->running = thread;
    int status = lua_resume(thread, from, arguments, &results);
    check_crossing(vm, 0);
    vm->running = running;
    vm->hosting = hosting;
    clua_leave(vm);
    return status;
}
