// Finalizers of scripts. Lua runs them with its hooks off, so that one which loops could never be stopped.
//
// So a table's `__gc` is hidden from Lua while the metatable is set, and a sentinel made instead: a userdata that lives
// exactly as long as the table, since only an entry under the table's own key refers to it. Its finalizer calls the
// table's, in a coroutine of its own, where hooks work.
#include "clua_internal.h"

static const char sentinels = 0;
static const char sentinel_metatable = 0;

// How many instructions all finalizers together get when nobody watches the clock: when the state closes, and when the
// host collects garbage. About a fifth of a second.
#define UNWATCHED_INSTRUCTIONS 20000000
#define UNWATCHED_STEP 10000

static void count_unwatched(lua_State *L, lua_Debug *ar) {
    (void)ar;
    vm_of(L)->unwatched_left -= UNWATCHED_STEP;
    if (vm_of(L)->unwatched_left < 0)
        luaL_error(L, "finalizers take too long");
}

void clua_watch_finalizers(clua_vm *vm, int watched) {
    vm->unwatched = !watched;
    vm->unwatched_left = UNWATCHED_INSTRUCTIONS;
}

// Not yieldable, as a finalizer is not.
static int call_finalizer(lua_State *L) {
    lua_call(L, 1, 0);
    return 0;
}

// Runs what is on top, a function and its argument, and pops both. An error is raised, and becomes Lua's warning.
static void run(lua_State *L, clua_vm *vm) {
    int hosting = vm->hosting, pushing = vm->pushing, results;
    lua_State *running = vm->running;
    lua_State *thread = lua_newthread(L);
    lua_insert(L, -3);
    clua_mark_task(thread);  // a finalizer is not a coroutine that could yield
    lua_pushcfunction(thread, call_finalizer);
    lua_xmove(L, thread, 2);
    if (vm->unwatched)
        lua_sethook(thread, count_unwatched, LUA_MASKCOUNT, UNWATCHED_STEP);
    vm->running = thread;
    vm->pushing |= hosting;
    vm->hosting = 0;  // errors and lack of memory end at the coroutine
    int status = lua_resume(thread, L, 2, &results);
    check_crossing(vm, 0);
    vm->hosting = hosting;
    vm->pushing = pushing;
    vm->running = running;
    if (vm->interrupt && !vm->closing)
        clua_interrupt(vm, vm->interrupt);  // the hook was armed in the coroutine
    else if (status != LUA_OK) {
        lua_xmove(thread, L, 1);
        lua_error(L);
    }
}

static int finalize(lua_State *L) {
    clua_vm *vm = vm_of(L);
    if (vm->interrupt && !vm->closing)
        return 0;
    lua_settop(L, 1);
    if (lua_type(L, 1) != LUA_TUSERDATA || lua_getiuservalue(L, 1, 1) != LUA_TTABLE)
        return 0;  // a trusted script can find this function, and call it
    lua_rawgetp(L, LUA_REGISTRYINDEX, &sentinels);
    lua_pushvalue(L, 2);
    lua_pushnil(L);
    lua_rawset(L, 3);  // the finalizer may set the metatable again, for another turn
    lua_settop(L, 2);  // it may look at this stack
    if (luaL_getmetafield(L, 2, "__gc") == LUA_TNIL)
        return 0;
    lua_pushvalue(L, 2);
    run(L, vm);
    return 0;
}

void clua_prepare_finalizers(lua_State *L) {
    lua_createtable(L, 0, 0);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &sentinels);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, finalize);
    lua_setfield(L, -2, "__gc");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &sentinel_metatable);
}

// Lua marks a table for its finalizer once, and so do we.
static void add_sentinel(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &sentinels);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_newuserdatauv(L, 0, 1);
        lua_pushvalue(L, 1);
        lua_setiuservalue(L, -2, 1);
        lua_rawgetp(L, LUA_REGISTRYINDEX, &sentinel_metatable);
        lua_setmetatable(L, -2);
        lua_rawset(L, -4);
    }
    lua_pop(L, 2);
}

void clua_set_finalized(lua_State *L) {
    add_sentinel(L);
    lua_pushliteral(L, "__gc");
    lua_pushliteral(L, "__gc");
    lua_rawget(L, 2);
    lua_pushliteral(L, "__gc");
    lua_pushnil(L);
    lua_rawset(L, 2);
    lua_pushvalue(L, 2);
    lua_setmetatable(L, 1);
    lua_rawset(L, 2);  // finds its old place again, and so needs no memory
}
