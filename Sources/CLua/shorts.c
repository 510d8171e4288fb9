// Short strings of Swift, which a host pushes again and again: names, states, zones. Lua would hash and compare the bytes of
// each. For the constants of C code it has a cache by address; this is one by value, the two words that such a string is.
#include "clua_internal.h"

static clua_short *place_of(clua_vm *vm, uint64_t low, uint64_t high) {
    return &vm->shorts[((low ^ high) * 0x9E3779B97F4A7C15) >> (64 - CLUA_SHORT_BITS)];
}

// The registry keeps the string that has the place now.
static void keep(lua_State *L, clua_short *place, uint64_t low, uint64_t high) {
    lua_pushvalue(L, -1);
    if (place->slot == 0)
        place->slot = luaL_ref(L, LUA_REGISTRYINDEX);
    else
        lua_rawseti(L, LUA_REGISTRYINDEX, place->slot);
    place->low = low;
    place->high = high;
}

void clua_pushshort(lua_State *L, uint64_t low, uint64_t high, size_t count) {
    clua_short *place = place_of(vm_of(L), low, high);
    if (place->low == low && place->high == high) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, place->slot);
        return;
    }
    const uint64_t words[] = {low, high};
    lua_pushlstring(L, (const char *)words, count);
    keep(L, place, low, high);
}
