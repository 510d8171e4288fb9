// Who may set a metatable, and what it may hold: finalizers (`__gc`), chains of `__call`; and the metatables of strings
// and files.
#include "clua_internal.h"

// --- setmetatable: finalizers must be stoppable, and a sandbox has none. A trusted script has Lua's own.

// Lua follows a chain of callable tables without looking up.
#define LONGEST_CALL_CHAIN 100

static void check_call_chain(lua_State *L) {
    lua_pushvalue(L, 2);
    for (int links = 0;; links++) {
        lua_pushliteral(L, "__call");
        if (lua_rawget(L, -2) != LUA_TTABLE)
            break;
        if (lua_rawequal(L, -1, 1) || links == LONGEST_CALL_CHAIN)
            luaL_error(L, "chain of '__call' is too long");
        if (!lua_getmetatable(L, -1))
            break;
        lua_replace(L, 3);
        lua_settop(L, 3);
    }
    lua_settop(L, 2);
}

static int set_metatable(lua_State *L) {
    int type = lua_type(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return luaL_error(L, "cannot change a protected metatable");
    lua_settop(L, 2);
    if (type == LUA_TTABLE && vm_of(L)->mode != CLUA_MODE_TRUSTED) {
        check_call_chain(L);
        lua_pushliteral(L, "__gc");
        int is_finalized = lua_rawget(L, 2) != LUA_TNIL;
        lua_settop(L, 2);
        if (is_finalized && vm_of(L)->mode == CLUA_MODE_SANDBOX)
            return luaL_error(L, "finalizers (__gc) are not allowed here");
        if (is_finalized) {
            clua_set_finalized(L);
            lua_settop(L, 1);
            return 1;
        }
    }
    lua_setmetatable(L, 1);
    return 1;
}

void clua_open_metatables(lua_State *L) {
    lua_pushglobaltable(L);
    lua_pushcfunction(L, set_metatable);
    lua_setfield(L, -2, "setmetatable");
    lua_pop(L, 1);
}

// --- Metatables of the host's objects.

void clua_setmetatable(lua_State *L, int index) {
    index = lua_absindex(L, index);
    if (vm_of(L)->mode != CLUA_MODE_TRUSTED) {
        lua_pushliteral(L, "__gc");
        int is_clean = lua_rawget(L, -2) == LUA_TNIL;
        lua_pop(L, 1);
        if (!is_clean) {
            lua_pushliteral(L, "__gc");
            lua_pushnil(L);
            lua_rawset(L, -3);
        }
    }
    lua_setmetatable(L, index);
}

// --- Metatables of Lua's own types.

// Strings have one metatable for the whole state, which nobody may replace.
static void protect_string_metatable(lua_State *L) {
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

// What `getmetatable` shows of a file is a copy. The metatable itself has a finalizer, and one that a script put in its
// place would run where nothing can stop it.
static void protect_file_metatable(lua_State *L) {
    luaL_getmetatable(L, LUA_FILEHANDLE);
    lua_createtable(L, 0, 8);
    lua_pushnil(L);
    while (lua_next(L, -3)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, -4);
    }
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

void clua_protect_metatables(lua_State *L) {
    protect_string_metatable(L);
    protect_file_metatable(L);
}
