// What a traceback is made of.
#include "clua_internal.h"

#include <string.h>

// The one slot it takes is among those that Lua keeps free beyond any limit (EXTRA_STACK): a stack that has just
// overflowed must not grow for its own traceback.
static int is_host_function(lua_State *L, lua_Debug *ar) {
    lua_getinfo(L, "f", ar);
    lua_CFunction function = lua_tocfunction(L, -1);
    int is_host = clua_is_host_function(function) || function == clua_index_object;
    lua_pop(L, 1);
    return is_host;
}

int clua_getframe(lua_State *L, int level, clua_frame *frame) {
    lua_Debug ar;
    if (!lua_getstack(L, level, &ar))
        return 0;
    lua_getinfo(L, "Slnt", &ar);
    frame->source = ar.source;
    frame->name = ar.name;
    frame->name_kind = ar.namewhat;
    frame->line = ar.currentline;
    frame->line_defined = ar.linedefined;
    frame->is_c = *ar.what == 'C';
    frame->is_main = *ar.what == 'm';
    frame->is_tail_call = ar.istailcall;
    memcpy(frame->short_source, ar.short_src, sizeof frame->short_source);
    frame->is_host = frame->is_c && is_host_function(L, &ar);
    return 1;
}

int clua_haslevel(lua_State *L, int level) {
    lua_Debug ar;
    return lua_getstack(L, level, &ar);
}

const char *clua_getvariable(lua_State *L, int level, int is_upvalue, int index) {
    lua_Debug ar;
    if (!lua_getstack(L, level, &ar))
        return NULL;
    if (!is_upvalue)
        return lua_getlocal(L, &ar, index);
    lua_getinfo(L, "f", &ar);
    const char *name = lua_getupvalue(L, -1, index);
    lua_remove(L, name ? -2 : -1);
    return name;
}

void clua_setvariable(lua_State *L, int level, int is_upvalue, int index) {
    lua_Debug ar;
    int value = lua_gettop(L);
    if (lua_getstack(L, level, &ar)) {
        if (is_upvalue)
            lua_getinfo(L, "f", &ar);
        lua_pushvalue(L, value);
        if (is_upvalue)
            lua_setupvalue(L, value + 1, index);
        else
            lua_setlocal(L, &ar, index);
    }
    lua_settop(L, value - 1);
}

int clua_getsource(lua_State *L, int index, clua_source *source) {
    lua_Debug ar;
    if (!lua_isfunction(L, index) || lua_iscfunction(L, index))
        return 0;
    lua_pushvalue(L, index);
    lua_getinfo(L, ">Su", &ar);
    source->chunk = ar.source;
    source->first_line = ar.linedefined;
    source->last_line = ar.lastlinedefined;
    source->parameters = ar.nparams;
    source->is_variadic = ar.isvararg;
    return 1;
}

const char *clua_getparameter(lua_State *L, int index, int number) {
    lua_pushvalue(L, index);
    const char *name = lua_getlocal(L, NULL, number);
    lua_pop(L, 1);
    return name;
}
