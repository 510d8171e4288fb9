// The way from Lua into Swift and back: Swift returns a status, and the errors it reports are raised here.
#include "clua_internal.h"

// Swift's own calling convention, which the compiler knows as its runtime is written in C++: the context and the error
// have registers of their own. Calling the closure straight from here saves a frame in between, a third of a call's cost.
typedef int swift_code(lua_State *L, __attribute__((swift_context)) const void *context,
                       __attribute__((swift_error_result)) void **error) __attribute__((swiftcall));

// One heap block per function.
typedef struct clua_function {
    const void *magic;
    swift_code *code;
    const void *context;
    void *owner;
    clua_release release;
    int entry;  // the place in `clua_vm.functions`; -1 for none
} function_box;

static const char function_metatable = 0;

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

// The Swift frame that threw is gone, but pushing the error makes another. A function that raises needs none of its
// values, and so there is room for the error.
static void push_error(lua_State *L, clua_vm *vm, const function_box *box, void *error) {
    lua_settop(L, 0);
    vm->raise(L, box->owner, &error);
}

__attribute__((noinline)) static int raise(lua_State *L, clua_vm *vm, const function_box *box, void *error, int hosting) {
    vm->hosting = 1;
    if (clua_is_plain(vm, error))
        clua_pusherror(L, error);
    else
        push_error(L, vm, box, error);
    vm->hosting = hosting;
    return finish(L, vm, CLUA_RAISE);
}

// A finalizer runs inside a push of Swift's, whose frame is live below this one.
__attribute__((noinline)) static int call_in_finalizer(lua_State *L, clua_vm *vm, const function_box *box) {
    void *error = NULL;
    int results = box->code(L, box->context, &error);
    return error != NULL ? raise(L, vm, box, error, 1) : finish(L, vm, results);
}

__attribute__((noinline)) static int call(lua_State *L, clua_vm *vm, const function_box *box) {
    if (vm->hosting)
        return call_in_finalizer(L, vm, box);
    void *error = NULL;
    vm->hosting = 1;
    int results = box->code(L, box->context, &error);
    vm->hosting = 0;
    if (error != NULL)
        return raise(L, vm, box, error, 0);
    if (results >= 0 && !(vm->overdrawn | vm->interrupt))
        return results;
    return finish(L, vm, results);
}

__attribute__((swiftcall)) static int refuse(
    lua_State *L, __attribute__((swift_context)) const void *context, __attribute__((swift_error_result)) void **error) {
    (void)context, (void)error;
    lua_settop(L, 0);
    luaL_where(L, 1);
    lua_pushliteral(L, "attempt to call a function of the host that is gone");
    lua_concat(L, 2);
    return CLUA_RAISE;
}

// What is left for a finalizer that calls a function which was collected along with it, and for a script with the debug
// library that has taken the function's block away.
static const function_box gone = {&function_metatable, refuse, NULL, NULL, NULL, -1};

static function_box *function_at(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA || lua_rawlen(L, index) != sizeof(function_box))
        return NULL;
    function_box *box = lua_touserdata(L, index);
    return box->magic == &function_metatable ? box : NULL;
}

static int call_any(lua_State *L) {
    const function_box *box = function_at(L, lua_upvalueindex(1));
    return call(L, vm_of(L), box != NULL ? box : &gone);
}

// Reading the upvalue is a third of what a call adds to Lua's own cost. So the first functions have entries of their own,
// which know where in the state's record their blocks stand. These are the functions of modules, which stay: an entry is
// not given out again, since a finalizer may call what was collected along with it.
#define ENTRY(n) static int call_##n(lua_State *L) { clua_vm *vm = vm_of(L); return call(L, vm, vm->functions[0x##n]); }
#define ENTRIES(X) ROW(X, 0) ROW(X, 1) ROW(X, 2) ROW(X, 3) ROW(X, 4) ROW(X, 5) ROW(X, 6) ROW(X, 7)
#define ROW(X, n) X(n##0) X(n##1) X(n##2) X(n##3) X(n##4) X(n##5) X(n##6) X(n##7) \
    X(n##8) X(n##9) X(n##a) X(n##b) X(n##c) X(n##d) X(n##e) X(n##f)
ENTRIES(ENTRY)

#define NAME(n) call_##n,
static const lua_CFunction entries[] = {ENTRIES(NAME)};
_Static_assert(sizeof entries / sizeof *entries == CLUA_ENTRIES, "an entry for each place");

int clua_is_host_function(lua_CFunction function) {
    for (int i = 0; i < CLUA_ENTRIES; i++) {
        if (entries[i] == function)
            return 1;
    }
    return function == call_any;
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
    if (box == NULL || box->release == NULL)
        return 0;
    function_box former = *box;
    *box = gone;
    if (former.entry >= 0)
        vm_of(L)->functions[former.entry] = &gone;
    clua_release_object(L, former.release, former.owner);
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
    clua_vm *vm = vm_of(L);
    int entry = vm->entries < CLUA_ENTRIES ? vm->entries++ : -1;
    *box = (function_box){&function_metatable, (swift_code *)closure.code, closure.context, owner, release, entry};
    if (entry >= 0)
        vm->functions[entry] = box;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &function_metatable);
    lua_setmetatable(L, -2);
    lua_pushcclosure(L, entry < 0 ? call_any : entries[entry], 1);
}
