// Calls from Swift into Lua. Each enters through clua_pcall, so an error stops here and becomes a status.
#include "clua_internal.h"

static int handle_message(lua_State *L) {
    clua_vm *vm = vm_of(L);
    int hosting = vm->hosting;
    vm->hosting = 1;
    vm->on_error(L, vm->host);
    vm->hosting = hosting;
    return 1;
}

int clua_pcall(lua_State *L, int arguments, int results, int traced) {
    clua_vm *vm = vm_of(L);
    int hosting = vm->hosting;
    int handler = 0;
    if (traced && vm->on_error != NULL && lua_checkstack(L, 1)) {
        handler = lua_absindex(L, -(arguments + 1));
        lua_pushcfunction(L, handle_message);
        lua_insert(L, handler);
    }
    lua_State *running = vm->running;
    clua_enter(vm);
    vm->hosting = 0;
    vm->running = L;
    int status = lua_pcall(L, arguments, results, handler);
    check_crossing(vm, 0);
    vm->running = running;
    vm->hosting = hosting;
    clua_leave(vm);
    if (handler != 0)
        lua_remove(L, handler);
    return status;
}

int clua_load(lua_State *L, const char *bytes, size_t count, const char *name) {
    clua_vm *vm = vm_of(L);
    int hosting = vm->hosting;
    vm->hosting = 0;  // the parser protects itself, so memory can be limited
    int status = luaL_loadbufferx(L, bytes, count, name, "t");
    vm->hosting = hosting;
    return status;
}

static int get_table(lua_State *L) {
    lua_gettable(L, 1);
    return 1;
}

static int set_table(lua_State *L) {
    lua_settable(L, 1);
    return 0;
}

static int to_string(lua_State *L) {
    luaL_tolstring(L, 1, NULL);
    return 1;
}

static int length(lua_State *L) {
    lua_len(L, 1);
    return 1;
}

static int equal(lua_State *L) {
    lua_pushboolean(L, lua_compare(L, 1, 2, LUA_OPEQ));
    return 1;
}

int clua_gettable(lua_State *L, int table) {
    table = lua_absindex(L, table);
    lua_pushcfunction(L, get_table);
    lua_pushvalue(L, table);
    lua_rotate(L, -3, 2);
    return clua_pcall(L, 2, 1, 0);
}

int clua_settable(lua_State *L, int table) {
    table = lua_absindex(L, table);
    lua_pushcfunction(L, set_table);
    lua_pushvalue(L, table);
    lua_rotate(L, -4, 2);
    return clua_pcall(L, 3, 0, 0);
}

int clua_tostring(lua_State *L, int index) {
    index = lua_absindex(L, index);
    lua_pushcfunction(L, to_string);
    lua_pushvalue(L, index);
    return clua_pcall(L, 1, 1, 0);
}

int clua_len(lua_State *L, int index) {
    index = lua_absindex(L, index);
    lua_pushcfunction(L, length);
    lua_pushvalue(L, index);
    return clua_pcall(L, 1, 1, 0);
}

int clua_equal(lua_State *L, int first, int second) {
    first = lua_absindex(L, first);
    second = lua_absindex(L, second);
    lua_pushcfunction(L, equal);
    lua_pushvalue(L, first);
    lua_pushvalue(L, second);
    return clua_pcall(L, 2, 1, 0);
}
