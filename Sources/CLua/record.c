// Reading tables whose fields are known.
#include "clua_internal.h"

static int count_pairs(lua_State *L, int table) {
    int pairs = 0;
    int was_running = clua_pause_collector(L);
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        pairs++;
    }
    clua_resume_collector(L, was_running);
    return pairs;
}

int clua_pushfields(lua_State *L, int index, int keys, int count) {
    int present = 0;
    index = lua_absindex(L, index);
    keys = lua_absindex(L, keys);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, keys, i);
        present += lua_rawget(L, index) != LUA_TNIL;
    }
    return count_pairs(L, index) - present;
}
