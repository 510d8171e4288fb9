// Where modules come from: `package.searchpath`, which may try millions of files, and the searchers of `require`.
#define _GNU_SOURCE
#include "clua_internal.h"

#include <stdio.h>
#include <string.h>

static int is_readable(const char *file) {
    FILE *opened = fopen(file, "r");
    if (opened != NULL)
        fclose(opened);
    return opened != NULL;
}

// Pushes the first readable file of a list, or returns 0.
static int find_file(lua_State *L, const char *files) {
    const char *start = files;
    for (;;) {
        POLL(vm_of(L), L);
        const char *end = strchrnul(start, *LUA_PATH_SEP);
        if (is_readable(lua_pushlstring(L, start, (size_t)(end - start))))
            return 1;
        lua_pop(L, 1);
        if (*end == '\0')
            return 0;
        start = end + 1;
    }
}

// Pushes the text with another one for each mark. Lua's own takes a time that grows with the square under some C libraries.
static const char *push_replaced(lua_State *L, const char *text, char mark, const char *by) {
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (;;) {
        const char *end = strchrnul(text, mark);
        luaL_addlstring(&buffer, text, (size_t)(end - text));
        if (*end == '\0')
            break;
        luaL_addstring(&buffer, by);
        text = end + 1;
    }
    luaL_pushresult(&buffer);
    return lua_tostring(L, -1);
}

static int search_path(lua_State *L) {
    const char *path = luaL_checkstring(L, 2);  // first, as Lua's own does when built by gcc
    const char *name = luaL_checkstring(L, 1);
    const char *separator = luaL_optstring(L, 3, ".");
    const char *replacement = luaL_optstring(L, 4, LUA_DIRSEP);
    if (*separator != '\0' && strchr(name, *separator) != NULL)
        name = luaL_gsub(L, name, separator, replacement);
    const char *files = push_replaced(L, path, *LUA_PATH_MARK, name);
    if (find_file(L, files))
        return 1;
    luaL_pushfail(L);
    lua_pushfstring(L, "no file '%s'", push_replaced(L, files, *LUA_PATH_SEP, "'\n\tno file '"));
    lua_remove(L, -2);
    return 2;
}

// Lua's own searcher for modules in Lua would load bytecode too. Upvalues: `package`, and whether that is allowed.
static int search_module(lua_State *L) {
    lua_pushcfunction(L, search_path);
    lua_pushvalue(L, 1);
    lua_getfield(L, lua_upvalueindex(1), "path");
    if (!lua_isstring(L, -1))
        return luaL_error(L, "'package.path' must be a string");
    lua_call(L, 2, 2);
    if (lua_isnil(L, -2))
        return 1;
    lua_pop(L, 1);
    const char *file = lua_tostring(L, -1);
    if (luaL_loadfilex(L, file, lua_toboolean(L, lua_upvalueindex(2)) ? NULL : "t") != LUA_OK)
        return luaL_error(L, "error loading module '%s' from file '%s':\n\t%s", lua_tostring(L, 1), file,
                          lua_tostring(L, -1));
    lua_insert(L, -2);
    return 2;
}

// A sandbox finds what is preloaded; a script also its text files; a trusted one C modules too.
void clua_open_modules(lua_State *L, int mode) {
    lua_getglobal(L, LUA_LOADLIBNAME);
    lua_pushcfunction(L, search_path);
    lua_setfield(L, -2, "searchpath");
    lua_getfield(L, -1, "searchers");
    lua_pushvalue(L, -2);
    lua_pushboolean(L, mode == CLUA_MODE_TRUSTED);
    lua_pushcclosure(L, search_module, 2);
    lua_rawseti(L, -2, 2);
    for (int i = mode == CLUA_MODE_SANDBOX ? 2 : mode == CLUA_MODE_STANDARD ? 3 : 5; i <= 4; i++) {
        lua_pushnil(L);
        lua_rawseti(L, -2, i);
    }
    lua_pop(L, 2);
}
