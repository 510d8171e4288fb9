// What LuaKit is measured against: plain C functions with the same checks.
#include "CBench.h"

#include <lua5.4/lua.h>
#include <lua5.4/lauxlib.h>
#include <string.h>

typedef struct server {
    char name[16], zone[16], model[16], image[16], owner[16];
    long long cpus, memory, disk, count, port;
    int is_public, is_paid;
} server;

static int nothing(lua_State *L) {
    (void)L;
    return 0;
}

static int add(lua_State *L) {
    lua_pushinteger(L, luaL_checkinteger(L, 1) + luaL_checkinteger(L, 2));
    return 1;
}

static int length(lua_State *L) {
    size_t size;
    luaL_checklstring(L, 1, &size);
    lua_pushinteger(L, (lua_Integer)size);
    return 1;
}

static void read_text(lua_State *L, const char *field, char text[16]) {
    size_t size;
    lua_getfield(L, 1, field);
    const char *bytes = luaL_checklstring(L, -1, &size);
    size = size < 15 ? size : 15;
    memcpy(text, bytes, size);
    text[size] = '\0';
    lua_pop(L, 1);
}

static long long read_integer(lua_State *L, const char *field) {
    lua_getfield(L, 1, field);
    long long value = luaL_checkinteger(L, -1);
    lua_pop(L, 1);
    return value;
}

static int read_flag(lua_State *L, const char *field) {
    lua_getfield(L, 1, field);
    luaL_checktype(L, -1, LUA_TBOOLEAN);
    int value = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return value;
}

static int decode(lua_State *L) {
    server s;
    luaL_checktype(L, 1, LUA_TTABLE);
    read_text(L, "name", s.name);
    read_text(L, "zone", s.zone);
    read_text(L, "model", s.model);
    read_text(L, "image", s.image);
    read_text(L, "owner", s.owner);
    s.cpus = read_integer(L, "cpus");
    s.memory = read_integer(L, "memory");
    s.disk = read_integer(L, "disk");
    s.count = read_integer(L, "count");
    s.port = read_integer(L, "port");
    s.is_public = read_flag(L, "is_public");
    s.is_paid = read_flag(L, "is_paid");
    lua_pushinteger(L, s.cpus + s.memory + s.disk + s.count + s.port + s.is_public + s.is_paid + s.name[0]);
    return 1;
}

static void write_text(lua_State *L, const char *field, const char *text) {
    lua_pushstring(L, text);
    lua_setfield(L, -2, field);
}

static void write_integer(lua_State *L, const char *field, long long value) {
    lua_pushinteger(L, value);
    lua_setfield(L, -2, field);
}

static void write_flag(lua_State *L, const char *field, int value) {
    lua_pushboolean(L, value);
    lua_setfield(L, -2, field);
}

static int encode(lua_State *L) {
    server s = {"game-01", "cn-east-3a", "rx2.32xlarge", "android-12", "operations", 32, 128, 512, 4, 8080, 1, 0};
    lua_createtable(L, 0, 12);
    write_text(L, "name", s.name);
    write_text(L, "zone", s.zone);
    write_text(L, "model", s.model);
    write_text(L, "image", s.image);
    write_text(L, "owner", s.owner);
    write_integer(L, "cpus", s.cpus);
    write_integer(L, "memory", s.memory);
    write_integer(L, "disk", s.disk);
    write_integer(L, "count", s.count);
    write_integer(L, "port", s.port);
    write_flag(L, "is_public", s.is_public);
    write_flag(L, "is_paid", s.is_paid);
    return 1;
}

void bench_register(lua_State *L) {
    lua_register(L, "c_nothing", nothing);
    lua_register(L, "c_add", add);
    lua_register(L, "c_length", length);
    lua_register(L, "c_decode", decode);
    lua_register(L, "c_encode", encode);
}
