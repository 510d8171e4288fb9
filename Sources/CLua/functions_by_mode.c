// Which of Lua's libraries a script gets, by mode. Standard and sandboxed scripts get the functions listed here, so that
// a function which a later Lua adds is absent until somebody lists it.
#include "clua_internal.h"

#include <string.h>

typedef struct library {
    const char *table;  // a global; NULL for the globals themselves
    const char *standard;
    const char *sandbox;
} library;

// Names between blanks. A sandbox has neither files, environment nor programs. Some of these the host answers itself:
// `os.exit`, `os.getenv`, and where no programs may run `os.execute` and `io.popen` (LuaState+ReplacedFunctions.swift).
static const library libraries[] = {
    {"coroutine", " close create isyieldable resume running status wrap yield ", NULL},
    {"debug", " getinfo getlocal traceback ", " traceback "},
    {"io", " close flush input lines open output popen read stderr stdin stdout tmpfile type write ", ""},
    {"math", " abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min mininteger modf pi rad random"
             " randomseed sin sqrt tan tointeger type ult ", NULL},
    {"os", " clock date difftime execute exit getenv remove rename time tmpname ", " clock date difftime exit time "},
    {"package", " config loaded path preload searchers searchpath ", " loaded preload searchers "},
    {"string", " byte char dump find format gmatch gsub len lower match pack packsize rep reverse sub unpack upper ",
     " byte char find format gmatch gsub len lower match pack packsize rep reverse sub unpack upper "},
    {"table", " concat insert move pack remove sort unpack ", NULL},
    {"utf8", " char charpattern codepoint codes len offset ", NULL},
    {NULL, " _G _VERSION assert collectgarbage coroutine debug dofile error getmetatable io ipairs load loadfile math"
           " next os package pairs pcall print rawequal rawget rawlen rawset require select setmetatable string table"
           " tonumber tostring type utf8 warn xpcall ",
     " _G _VERSION assert collectgarbage coroutine debug error getmetatable ipairs load math next os package pairs"
     " pcall print rawequal rawget rawlen rawset require select setmetatable string table tonumber tostring type utf8"
     " warn xpcall "},
};

// Pushes a table of the listed fields of the table on top. A field that is missing is an error: then this is not the
// Lua that the lists were made for.
static void push_listed(lua_State *L, const char *list, const char *table) {
    lua_newtable(L);
    for (const char *name = list + strspn(list, " "); *name != '\0';) {
        size_t size = strcspn(name, " ");
        lua_pushlstring(L, name, size);
        lua_pushvalue(L, -1);
        if (lua_rawget(L, -4) == LUA_TNIL)
            luaL_error(L, "Lua has no '%s' in %s", lua_tostring(L, -2), table);
        lua_rawset(L, -3);
        name += size + strspn(name + size, " ");
    }
}

// Takes everything out of the table on top that is not listed. It stays the same table: `require` refers to `package`,
// and loaded functions to the globals.
static void keep_listed(lua_State *L, const char *list, const char *table) {
    push_listed(L, list, table);
    lua_pushnil(L);
    while (lua_next(L, -3)) {  // table, listed, key, value
        lua_pushvalue(L, -2);
        if (lua_rawget(L, -4) == LUA_TNIL) {
            lua_pushvalue(L, -3);
            lua_pushnil(L);
            lua_rawset(L, -7);
        }
        lua_pop(L, 2);
    }
    lua_pop(L, 1);
}

static void restrict_library(lua_State *L, const char *table, const char *list) {
    lua_getglobal(L, table);
    keep_listed(L, list, table);
    lua_pop(L, 1);
    if (*list != '\0')
        return;
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushnil(L);
    lua_setfield(L, -2, table);
    lua_pop(L, 1);
}

static void restrict_globals(lua_State *L, const char *list) {
    lua_pushglobaltable(L);
    keep_listed(L, list, "the globals");
    lua_pop(L, 1);
}

static int set_upvalue(lua_State *L) {
    luaL_checkany(L, 3);
    int index = (int)luaL_checkinteger(L, 2);
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 3);
    const char *name = lua_iscfunction(L, 1) ? NULL : lua_setupvalue(L, 1, index);
    lua_pushstring(L, name);
    return name != NULL;
}

// What a C function keeps in its upvalues it relies on, so nobody but itself sets them: as if there were none.
static void protect_host_functions(lua_State *L) {
    lua_getglobal(L, LUA_DBLIBNAME);
    lua_pushcfunction(L, set_upvalue);
    lua_setfield(L, -2, "setupvalue");
    lua_pop(L, 1);
}

void clua_open_libraries(lua_State *L, int mode) {
    luaL_openlibs(L);
    clua_open_coroutines(L);
    clua_open_basics(L, mode);
    clua_open_metatables(L);
    clua_open_strings(L);
    clua_open_tables(L);
    clua_open_programs(L);
    clua_open_modules(L, mode);
    if (mode == CLUA_MODE_TRUSTED) {
        protect_host_functions(L);
        return;
    }
    clua_open_files(L);
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        const library *library = &libraries[i];
        const char *list = mode == CLUA_MODE_SANDBOX && library->sandbox ? library->sandbox : library->standard;
        if (library->table == NULL)
            restrict_globals(L, list);
        else
            restrict_library(L, library->table, list);
    }
    clua_protect_metatables(L);
}
