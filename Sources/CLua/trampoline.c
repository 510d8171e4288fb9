// The way from Lua into Swift and back: Swift returns a status, and the errors it reports are raised here.
#include "clua_internal.h"

// Swift's own calling convention, which the compiler knows as its runtime is written in C++: the context and the error
// have registers of their own. Calling the closure straight from here saves a frame in between, a third of a call's cost.
typedef int swift_code(lua_State *L, __attribute__((swift_context)) const void *context,
                       __attribute__((swift_error_result)) void **error) __attribute__((swiftcall));

// One heap block per function.
typedef struct function_box {
    swift_code *code;
    const void *context;
    void *owner;
    clua_release release;
} function_box;

static const char function_metatable = 0;
static const char box_magic = 0;
static clua_box *box_at(lua_State *L, int index);

// Swift went over the limit; its frame is gone now. One allocation under the limit makes Lua collect all garbage, and
// raise its own memory error if that is not enough.
static void settle(lua_State *L, clua_vm *vm) {
    vm->overdrawn = 0;
    if (vm->hosting || !lua_checkstack(L, 1))
        return;
    lua_newuserdatauv(L, 0, 0);
    lua_pop(L, 1);
}

__attribute__((noinline)) static int finish(lua_State *L, clua_vm *vm, int results) {
    if (vm->overdrawn)
        settle(L, vm);
    POLL(vm, L);
    if (results == CLUA_AWAIT)
        return clua_await(L);
    return results >= 0 ? results : lua_error(L);
}

// The Swift frame that threw is gone, but pushing the error makes another.
__attribute__((noinline)) static int raise(lua_State *L, clua_vm *vm, void *error, int hosting) {
    const function_box *box = lua_touserdata(L, lua_upvalueindex(1));
    vm->hosting = 1;
    vm->raise(L, box->owner, &error);
    vm->hosting = hosting;
    return finish(L, vm, CLUA_RAISE);
}

// A finalizer runs inside a push of Swift's, whose frame is live below this one.
__attribute__((noinline)) static int call_in_finalizer(lua_State *L, clua_vm *vm, const function_box *box) {
    void *error = NULL;
    int results = box->code(L, box->context, &error);
    return error != NULL ? raise(L, vm, error, 1) : finish(L, vm, results);
}

int clua_trampoline(lua_State *L) {
    const function_box *box = lua_touserdata(L, lua_upvalueindex(1));
    clua_vm *vm = vm_of(L);
    if (vm->hosting)
        return call_in_finalizer(L, vm, box);
    void *error = NULL;
    vm->hosting = 1;
    int results = box->code(L, box->context, &error);
    vm->hosting = 0;
    if (error != NULL)
        return raise(L, vm, error, 0);
    if (results >= 0 && !(vm->overdrawn | vm->interrupt))
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

// What a finalizer of a script calls when the host's function was collected before it.
static __attribute__((swiftcall)) int call_collected(lua_State *L, __attribute__((swift_context)) const void *context,
                                                     __attribute__((swift_error_result)) void **error) {
    (void)context, (void)error;
    lua_settop(L, 0);
    luaL_where(L, 1);
    lua_pushliteral(L, "attempt to call a function of the host that is gone");
    lua_concat(L, 2);
    return CLUA_RAISE;
}

static int collect_function(lua_State *L) {
    function_box *box = lua_touserdata(L, 1);
    if (box == NULL || lua_rawlen(L, 1) != sizeof *box || box->code == call_collected)
        return 0;
    box->code = call_collected;
    release_context(L, box->release, box->owner);
    return 0;
}

void clua_prepare_calls(lua_State *L) {
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, collect_function);
    lua_setfield(L, -2, "__gc");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &function_metatable);
}

void clua_pushfunction(lua_State *L, clua_closure closure, void *owner, clua_release release) {
    function_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = (function_box){(swift_code *)closure.code, closure.context, owner, release};
    lua_rawgetp(L, LUA_REGISTRYINDEX, &function_metatable);
    lua_setmetatable(L, -2);
    lua_pushlightuserdata(L, box);  // read at each call; the userdata itself keeps the block alive
    lua_insert(L, -2);
    lua_pushcclosure(L, clua_trampoline, 2);
}

void clua_pushbox(lua_State *L, const void *tag, void *object, clua_release release) {
    clua_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = (clua_box){&box_magic, tag, object, release};
}

void clua_pushtoken(lua_State *L, const void *tag, long long token, int metatable, int tokens) {
    clua_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = (clua_box){&box_magic, tag, (void *)(intptr_t)token, NULL};
    lua_rawgeti(L, LUA_REGISTRYINDEX, tokens);
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, token & CLUA_TOKEN_INDEX);
    lua_rawgeti(L, LUA_REGISTRYINDEX, metatable);
    lua_setmetatable(L, -3);
    lua_pop(L, 1);
}

long long clua_token(lua_State *L, int index, const void *tag) {
    return (long long)(intptr_t)clua_box_object(L, index, tag);
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

int clua_isbox(lua_State *L, int index, const void *tag) {
    clua_box *box = box_at(L, index);
    return box != NULL && box->tag == tag;
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

int clua_index_object(lua_State *L) {
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    lua_pushvalue(L, 2);
    lua_gettable(L, lua_upvalueindex(2));
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

void clua_pushindexer(lua_State *L) {
    lua_pushcclosure(L, clua_index_object, 2);
}
