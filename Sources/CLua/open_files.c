// Files of Lua's io library, as the host sees them.
#include "clua_internal.h"

#include <stdio.h>

int clua_filedescriptor(lua_State *L, int index) {
    luaL_Stream *stream = luaL_testudata(L, index, LUA_FILEHANDLE);
    if (stream == NULL)
        return CLUA_NO_FILE;
    return stream->closef == NULL ? CLUA_CLOSED_FILE : fileno(stream->f);
}
