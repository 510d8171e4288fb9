// The functions of the table library that loop in C over a length that a script may make up (`__len`), so that an
// interrupt ends them.
#include "clua_internal.h"

enum { READS = 1, WRITES = 2, MEASURES = 4 };

static int has_metamethod(lua_State *L, const char *name) {
    lua_pushstring(L, name);
    int found = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 1);
    return found;
}

// A table, or something that behaves as one as far as `needs` goes.
static void check_table(lua_State *L, int index, int needs) {
    if (lua_type(L, index) == LUA_TTABLE)
        return;
    if (!lua_getmetatable(L, index)
        || ((needs & READS) && !has_metamethod(L, "__index"))
        || ((needs & WRITES) && !has_metamethod(L, "__newindex"))
        || ((needs & MEASURES) && !has_metamethod(L, "__len")))
        luaL_checktype(L, index, LUA_TTABLE);
    lua_pop(L, 1);
}

static lua_Integer checked_length(lua_State *L, int needs) {
    check_table(L, 1, needs | MEASURES);
    return luaL_len(L, 1);
}

static int table_insert(lua_State *L) {
    clua_vm *vm = vm_of(L);
    lua_Integer end = (lua_Integer)((lua_Unsigned)checked_length(L, READS | WRITES) + 1);
    lua_Integer position = end;
    switch (lua_gettop(L)) {
    case 2:
        break;
    case 3:
        position = luaL_checkinteger(L, 2);
        luaL_argcheck(L, (lua_Unsigned)position - 1u < (lua_Unsigned)end, 2, "position out of bounds");
        for (lua_Integer i = end; i > position; i--) {
            POLL(vm, L);
            lua_geti(L, 1, i - 1);
            lua_seti(L, 1, i);
        }
        break;
    default:
        return luaL_error(L, "wrong number of arguments to 'insert'");
    }
    lua_seti(L, 1, position);
    return 0;
}

static int table_remove(lua_State *L) {
    clua_vm *vm = vm_of(L);
    lua_Integer size = checked_length(L, READS | WRITES);
    lua_Integer position = luaL_optinteger(L, 2, size);
    if (position != size)
        luaL_argcheck(L, (lua_Unsigned)position - 1u <= (lua_Unsigned)size, 1, "position out of bounds");
    lua_geti(L, 1, position);
    for (; position < size; position++) {
        POLL(vm, L);
        lua_geti(L, 1, position + 1);
        lua_seti(L, 1, position);
    }
    lua_pushnil(L);
    lua_seti(L, 1, position);
    return 1;
}

static void move_item(lua_State *L, lua_Integer from, lua_Integer to, int target) {
    POLL(vm_of(L), L);
    lua_geti(L, 1, from);
    lua_seti(L, target, to);
}

static int table_move(lua_State *L) {
    lua_Integer first = luaL_checkinteger(L, 2);
    lua_Integer last = luaL_checkinteger(L, 3);
    lua_Integer to = luaL_checkinteger(L, 4);
    int target = lua_isnoneornil(L, 5) ? 1 : 5;
    check_table(L, 1, READS);
    check_table(L, target, WRITES);
    if (last >= first) {
        luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
        lua_Integer count = last - first + 1;
        luaL_argcheck(L, to <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
        int overlaps = to > first && to <= last && (target == 1 || lua_compare(L, 1, target, LUA_OPEQ));
        for (lua_Integer i = 0; i < count; i++) {
            lua_Integer offset = overlaps ? count - 1 - i : i;
            move_item(L, first + offset, to + offset, target);
        }
    }
    lua_pushvalue(L, target);
    return 1;
}

static void add_item(lua_State *L, luaL_Buffer *buffer, lua_Integer index) {
    POLL(vm_of(L), L);
    lua_geti(L, 1, index);
    if (!lua_isstring(L, -1))
        luaL_error(L, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(L, -1),
                   (LUAI_UACINT)index);
    luaL_addvalue(buffer);
}

static int table_concat(lua_State *L) {
    lua_Integer size = checked_length(L, READS);
    size_t separator_size;
    const char *separator = luaL_optlstring(L, 2, "", &separator_size);
    lua_Integer first = luaL_optinteger(L, 3, 1);
    lua_Integer last = luaL_optinteger(L, 4, size);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (; first < last; first++) {
        add_item(L, &buffer, first);
        luaL_addlstring(&buffer, separator, separator_size);
    }
    if (first == last)
        add_item(L, &buffer, first);
    luaL_pushresult(&buffer);
    return 1;
}

// Lua's own sort, once it is sure that the length is that of a real table: metamethods could make it last for years.
static int table_sort(lua_State *L) {
    lua_Integer size = checked_length(L, READS | WRITES);
    lua_settop(L, 2);
    if (luaL_getmetafield(L, 1, "__len") != LUA_TNIL)
        luaL_argcheck(L, size < (1 << 20), 1, "too big for a table with '__len'");
    if (size > 1 && !lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 2, 0);
    return 0;
}

void clua_open_tables(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"insert", table_insert}, {"remove", table_remove}, {"move", table_move}, {"concat", table_concat}, {NULL, NULL},
    };
    lua_getglobal(L, LUA_TABLIBNAME);
    luaL_setfuncs(L, functions, 0);
    lua_getfield(L, -1, "sort");
    lua_pushcclosure(L, table_sort, 1);
    lua_setfield(L, -2, "sort");
    lua_pop(L, 1);
}
