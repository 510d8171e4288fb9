// Functions of the basic library that could catch an interrupt, or load what is not text.
#include "clua_internal.h"

#include <string.h>

// --- pcall and xpcall: as in Lua, but an interrupt goes on.

static int finish_pcall(lua_State *L, int status, lua_KContext ignored) {
    POLL(vm_of(L), L);
    if (status == LUA_OK || status == LUA_YIELD)
        return lua_gettop(L) - (int)ignored;
    lua_pushboolean(L, 0);
    lua_pushvalue(L, -2);
    return 2;
}

static int protected_call(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    int hosting = vm_of(L)->hosting;
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_pcall);
    check_crossing(vm_of(L), hosting);
    return finish_pcall(L, status, 0);
}

// Stands in for the script's handler, which must not run for ever once the script has to stop.
static int handle_unless_interrupted(lua_State *L) {
    if (vm_of(L)->interrupt)
        return 1;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

static int protected_call_with_handler(lua_State *L) {
    luaL_checktype(L, 2, LUA_TFUNCTION);
    int arguments = lua_gettop(L) - 2;
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, handle_unless_interrupted, 1);
    lua_replace(L, 2);
    lua_pushboolean(L, 1);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2);  // f, handler, true, f, arguments
    int hosting = vm_of(L)->hosting;
    int status = lua_pcallk(L, arguments, LUA_MULTRET, 2, 2, finish_pcall);
    check_crossing(vm_of(L), hosting);
    return finish_pcall(L, status, 2);
}

// --- load, loadfile and dofile: text only, and a long text can be interrupted.

// How much the parser gets between two looks at the interrupt.
#define PIECE 4096

typedef struct text_reader {
    const char *bytes;
    size_t left;
} text_reader;

static const char *read_text(lua_State *L, void *context, size_t *size) {
    text_reader *text = context;
    const char *piece = text->bytes;
    POLL(vm_of(L), L);  // lua_load protects its reader
    *size = text->left < PIECE ? text->left : PIECE;
    text->bytes += *size;
    text->left -= *size;
    return piece;
}

// Slot 5 keeps the piece alive that the parser reads.
static const char *read_pieces(lua_State *L, void *context, size_t *size) {
    (void)context;
    luaL_checkstack(L, 2, "too many nested functions");
    lua_pushvalue(L, 1);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        *size = 0;
        return NULL;
    }
    if (!lua_isstring(L, -1))
        luaL_error(L, "reader function must return a string");
    lua_replace(L, 5);
    return lua_tolstring(L, 5, size);
}

static int finish_load(lua_State *L, int status, int environment) {
    POLL(vm_of(L), L);
    if (status != LUA_OK) {
        lua_pushnil(L);
        lua_insert(L, -2);
        return 2;
    }
    if (environment != 0) {
        lua_pushvalue(L, environment);
        if (!lua_setupvalue(L, -2, 1))
            lua_pop(L, 1);
    }
    return 1;
}

// Bytecode is refused whatever the script asks for, unless upvalue 1 says that it is trusted.
static const char *mode_of(lua_State *L, int index) {
    const char *mode = luaL_optstring(L, index, "bt");
    if (lua_toboolean(L, lua_upvalueindex(1)))
        return mode;
    return strchr(mode, 't') != NULL ? "t" : "";
}

static int load_text(lua_State *L) {
    size_t size;
    const char *bytes = lua_tolstring(L, 1, &size);
    const char *mode = mode_of(L, 3);
    int environment = lua_isnone(L, 4) ? 0 : 4;
    int status;
    if (bytes != NULL) {
        text_reader text = {bytes, size};
        status = lua_load(L, read_text, &text, luaL_optstring(L, 2, bytes), mode);
    } else {
        const char *name = luaL_optstring(L, 2, "=(load)");
        luaL_checktype(L, 1, LUA_TFUNCTION);
        lua_settop(L, 5);
        status = lua_load(L, read_pieces, NULL, name, mode);
    }
    return finish_load(L, status, environment);
}

static int load_file(lua_State *L) {
    const char *name = luaL_optstring(L, 1, NULL);
    const char *mode = mode_of(L, 2);
    int environment = lua_isnone(L, 3) ? 0 : 3;
    return finish_load(L, luaL_loadfilex(L, name, mode), environment);
}

static int finish_dofile(lua_State *L, int status, lua_KContext context) {
    (void)status, (void)context;
    return lua_gettop(L) - 1;
}

static int do_file(lua_State *L) {
    const char *name = luaL_optstring(L, 1, NULL);
    lua_settop(L, 1);
    const char *mode = lua_toboolean(L, lua_upvalueindex(1)) ? NULL : "t";
    if (luaL_loadfilex(L, name, mode) != LUA_OK)
        return lua_error(L);
    lua_callk(L, 0, LUA_MULTRET, 0, finish_dofile);
    return finish_dofile(L, LUA_OK, 0);
}

void clua_open_basics(lua_State *L, int mode) {
    static const luaL_Reg calls[] = {
        {"pcall", protected_call}, {"xpcall", protected_call_with_handler}, {NULL, NULL},
    };
    static const luaL_Reg loaders[] = {
        {"load", load_text}, {"loadfile", load_file}, {"dofile", do_file}, {NULL, NULL},
    };
    lua_pushglobaltable(L);
    luaL_setfuncs(L, calls, 0);
    lua_pushboolean(L, mode == CLUA_MODE_TRUSTED);
    luaL_setfuncs(L, loaders, 1);
    lua_pop(L, 1);
}
