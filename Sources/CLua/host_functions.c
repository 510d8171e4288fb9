// The way from Lua into Swift and back: Swift returns a status, and the errors it reports are raised here.
#include "clua_internal.h"

// What the one upvalue of a host function holds.
typedef struct function_box {
    const void *magic;
    void *function;  // NULL once Lua has collected it
    clua_release release;
} function_box;

static const char function_metatable = 0;

// Swift went over the limit; its frame is gone now. One allocation under the limit makes Lua collect all garbage, and
// raise its own memory error if that is not enough.
static void settle(lua_State *L, clua_vm *vm) {
    vm->overdrawn = 0;
    if (vm->hosting || !lua_checkstack(L, 1))
        return;
    if (vm->abandoned)
        vm->refusals = 2;  // the second is after Lua has collected all garbage
    vm->abandoned = 0;
    lua_newuserdatauv(L, 0, 0);
    lua_pop(L, 1);
}

static int finish(lua_State *L, clua_vm *vm, int results) {
    if (vm->overdrawn | vm->abandoned)
        settle(L, vm);
    POLL(vm, L);
    if (results == CLUA_AWAIT)
        return clua_await(L);
    return results >= 0 ? results : lua_error(L);
}

// For a finalizer that calls a function which was collected along with it, and for a script with the debug library that
// has taken the function's block away.
static int refuse(lua_State *L) {
    return luaL_error(L, "attempt to call a function of the host that is gone");
}

static function_box *function_at(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA || lua_rawlen(L, index) != sizeof(function_box))
        return NULL;
    function_box *box = lua_touserdata(L, index);
    return box->magic == &function_metatable ? box : NULL;
}

// `hosting` is set already when a finalizer runs inside a push of Swift's, whose frame is live below this one.
static int call(lua_State *L) {
    const function_box *box = function_at(L, lua_upvalueindex(1));
    if (box == NULL || box->function == NULL)
        return refuse(L);
    clua_vm *vm = vm_of(L);
    int hosting = vm->hosting;
    vm->hosting = 1;
    int results = vm->call(L, box->function);
    vm->hosting = hosting;
    return finish(L, vm, results);
}

int clua_is_host_function(lua_CFunction function) {
    return function == call;
}

void clua_release_object(lua_State *L, clua_release release, void *object) {
    clua_vm *vm = vm_of(L);
    int hosting = vm->hosting;
    vm->hosting = 1;
    release(object);
    vm->hosting = hosting;
}

// A script can reach this through the debug library, so it trusts nothing and may run twice.
static int collect_function(lua_State *L) {
    function_box *box = function_at(L, 1);
    if (box == NULL || box->function == NULL)
        return 0;
    void *function = box->function;
    box->function = NULL;
    clua_release_object(L, box->release, function);
    return 0;
}

void clua_prepare_calls(lua_State *L) {
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, collect_function);
    lua_setfield(L, -2, "__gc");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &function_metatable);
}

void clua_pushfunction(lua_State *L, void *function, clua_release release) {
    function_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = (function_box){&function_metatable, function, release};
    lua_rawgetp(L, LUA_REGISTRYINDEX, &function_metatable);
    lua_setmetatable(L, -2);
    lua_pushcclosure(L, call, 1);
}
