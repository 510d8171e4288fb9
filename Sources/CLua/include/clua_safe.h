#ifndef CLUA_SAFE_H
#define CLUA_SAFE_H

#include <stddef.h>

/// The part of Lua's own API that Swift may call: no function here runs Lua code or raises, provided that allocations
/// do not fail (see `clua_vm.hosting`) and the caller respects the limit in its comment.
///
/// Declared here instead of including <lua5.4/lua.h>, so that the compiler enforces the list. `safe.c` includes both,
/// so a difference between the two is a compile error.

typedef struct lua_State lua_State;

#define CLUA_NONE (-1)
#define CLUA_NIL 0
#define CLUA_BOOLEAN 1
#define CLUA_LIGHTUSERDATA 2
#define CLUA_NUMBER 3
#define CLUA_STRING 4
#define CLUA_TABLE 5
#define CLUA_FUNCTION 6
#define CLUA_USERDATA 7
#define CLUA_THREAD 8

#define CLUA_OK 0
#define CLUA_YIELD 1
#define CLUA_ERRRUN 2
#define CLUA_ERRSYNTAX 3
#define CLUA_ERRMEM 4
#define CLUA_ERRERR 5

#define CLUA_REGISTRY (-1001000)
#define CLUA_GLOBALS_SLOT 2  // in the registry

// The stack. Twenty slots are free when a callback starts; beyond that, ask with lua_checkstack.
int lua_absindex(lua_State *L, int index);
int lua_gettop(lua_State *L);
void lua_settop(lua_State *L, int index);  // no to-be-closed variables are made from Swift
void lua_pushvalue(lua_State *L, int index);
void lua_rotate(lua_State *L, int index, int count);
void lua_copy(lua_State *L, int from, int to);
int lua_checkstack(lua_State *L, int count);
void lua_xmove(lua_State *from, lua_State *to, int count);

// Reading.
int lua_type(lua_State *L, int index);
int lua_isinteger(lua_State *L, int index);
int lua_toboolean(lua_State *L, int index);
long long lua_tointegerx(lua_State *L, int index, int *isNumber);
double lua_tonumberx(lua_State *L, int index, int *isNumber);
const char *lua_tolstring(lua_State *L, int index, size_t *length);  // strings only: numbers are converted in place
unsigned long long lua_rawlen(lua_State *L, int index);
const void *lua_topointer(lua_State *L, int index);
int lua_rawequal(lua_State *L, int first, int second);

// Tables, without metamethods.
int lua_rawget(lua_State *L, int index);
int lua_rawgeti(lua_State *L, int index, long long n);
void lua_rawset(lua_State *L, int index);  // the key is neither nil nor NaN
void lua_rawseti(lua_State *L, int index, long long n);
void lua_createtable(lua_State *L, int arrayCount, int fieldCount);
/// Pushes a userdata of `size` bytes with `count` user values.
void *lua_newuserdatauv(lua_State *L, size_t size, int count);
/// How many pairs a table has. Allocates nothing, so nothing can change the table meanwhile.
size_t clua_paircount(lua_State *L, int index);
int lua_next(lua_State *L, int index);  // over a table that nothing changes meanwhile
int lua_getmetatable(lua_State *L, int index);
int lua_setmetatable(lua_State *L, int index);  // one that no script has seen, or that needs a finalizer
/// As above for a metatable that a script may have changed: a `__gc` of its own would run where nothing can stop it.
void clua_setmetatable(lua_State *L, int index);
const char *lua_setupvalue(lua_State *L, int function, int index);  // a main function's first one is its environment

// Pushing.
void lua_pushnil(lua_State *L);
void lua_pushboolean(lua_State *L, int value);
void lua_pushinteger(lua_State *L, long long value);
void lua_pushnumber(lua_State *L, double value);
const char *lua_pushlstring(lua_State *L, const char *bytes, size_t count);
const char *lua_pushstring(lua_State *L, const char *text);
lua_State *lua_newthread(lua_State *L);

// The registry's reference slots.
int luaL_ref(lua_State *L, int table);
void luaL_unref(lua_State *L, int table, int reference);

#endif
