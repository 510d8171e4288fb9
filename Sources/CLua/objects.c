// Host objects inside userdata, and how Lua reaches their fields and methods.
#include "clua_internal.h"

static const char box_magic = 0;

void clua_pushbox(lua_State *L, const void *tag, void *object, clua_release release) {
    clua_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = (clua_box){&box_magic, tag, object, release};
}

static clua_box *box_at(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA || lua_rawlen(L, index) != sizeof(clua_box))
        return NULL;
    clua_box *box = lua_touserdata(L, index);
    return box->magic == &box_magic ? box : NULL;
}

void *clua_box_object(lua_State *L, int index, const void *tag) {
    clua_box *box = box_at(L, index);
    return box != NULL && box->tag == tag ? box->object : NULL;
}

int clua_isbox(lua_State *L, int index, const void *tag) {
    clua_box *box = box_at(L, index);
    return box != NULL && box->tag == tag;
}

// A script can reach this through a metatable it got hold of, so it trusts nothing and may run twice.
static int collect_box(lua_State *L) {
    clua_box *box = box_at(L, 1);
    if (box == NULL || box->object == NULL)
        return 0;
    void *object = box->object;
    box->object = NULL;
    clua_release_object(L, box->release, object);
    return 0;
}

void clua_add_finalizer(lua_State *L) {
    lua_pushstring(L, "__gc");
    lua_pushcclosure(L, collect_box, 0);
    lua_rawset(L, -3);
}

int clua_index_object(lua_State *L) {
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    lua_pushvalue(L, 2);
    lua_gettable(L, lua_upvalueindex(2));
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

void clua_pushindexer(lua_State *L) {
    lua_pushcclosure(L, clua_index_object, 2);
}
