// The way from Lua into Swift and back: Swift returns a status, and the errors it reports are raised here.
#include "clua_internal.h"

// One heap block per function: the callback, its context, and how to let go of it.
typedef struct function_box {
    clua_callback callback;
    void *context;
    clua_release release;
} function_box;

static const char function_metatable = 0;
static const char box_magic = 0;

// Swift went over the limit; its frame is gone now. One allocation under the limit makes Lua collect all garbage, and
// raise its own memory error if that is not enough.
static void settle(lua_State *L, clua_vm *vm) {
    vm->overdrawn = 0;
    if (vm->hosting || !lua_checkstack(L, 1))
        return;
    lua_newuserdatauv(L, 0, 0);
    lua_pop(L, 1);
}

static int finish(lua_State *L, clua_vm *vm, int results) {
    if (vm->overdrawn)
        settle(L, vm);
    POLL(vm, L);
    if (results == CLUA_AWAIT)
        return clua_await(L);
    return results >= 0 ? results : lua_error(L);
}

int clua_trampoline(lua_State *L) {
    const function_box *box = lua_touserdata(L, lua_upvalueindex(1));
    clua_vm *vm = vm_of(L);
    int hosting = vm->hosting;  // true when a finalizer runs inside a push of Swift's
    vm->hosting = 1;
    int results = box->callback(L, box->context);
    vm->hosting = hosting;
    if (results >= 0 && !vm->overdrawn && !vm->interrupt)
        return results;
    return finish(L, vm, results);
}

static void release_context(lua_State *L, clua_release release, void *context) {
    clua_vm *vm = vm_of(L);
    int hosting = vm->hosting;
    vm->hosting = 1;
    release(context);
    vm->hosting = hosting;
}

static int collect_function(lua_State *L) {
    function_box *box = lua_touserdata(L, 1);
    release_context(L, box->release, box->context);
    return 0;
}

void clua_prepare_calls(lua_State *L) {
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, collect_function);
    lua_setfield(L, -2, "__gc");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &function_metatable);
}

void clua_pushfunction(lua_State *L, clua_callback callback, void *context, clua_release release) {
    function_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = (function_box){callback, context, release};
    lua_rawgetp(L, LUA_REGISTRYINDEX, &function_metatable);
    lua_setmetatable(L, -2);
    lua_pushcclosure(L, clua_trampoline, 1);
}

void clua_pushbox(lua_State *L, const void *tag, void *object, clua_release release) {
    clua_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = (clua_box){&box_magic, tag, object, release};
}

static clua_box *box_at(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA || lua_rawlen(L, index) != sizeof(clua_box))
        return NULL;
    clua_box *box = lua_touserdata(L, index);
    return box->magic == &box_magic ? box : NULL;
}

void *clua_box_object(lua_State *L, int index, const void *tag) {
    clua_box *box = box_at(L, index);
    return box != NULL && box->tag == tag ? box->object : NULL;
}

// A script can reach this through a metatable it got hold of, so it trusts nothing and may run twice.
static int collect_box(lua_State *L) {
    clua_box *box = box_at(L, 1);
    if (box == NULL || box->object == NULL)
        return 0;
    void *object = box->object;
    box->object = NULL;
    release_context(L, box->release, object);
    return 0;
}

void clua_add_finalizer(lua_State *L) {
    lua_pushstring(L, "__gc");
    lua_pushcclosure(L, collect_box, 0);
    lua_rawset(L, -3);
}

static int index_object(lua_State *L) {
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(2)) == LUA_TNIL)
        return 1;
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

void clua_pushindexer(lua_State *L) {
    lua_pushcclosure(L, index_object, 2);
}
