// Reading tables whose fields are known.
#include "clua_internal.h"

int clua_pushfields(lua_State *L, int index, int keys, int count) {
    int present = 0;
    index = lua_absindex(L, index);
    keys = lua_absindex(L, keys);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, keys, i);
        present += lua_rawget(L, index) != LUA_TNIL;
    }
    return (int)clua_paircount(L, index) - present;
}
