#ifndef CBENCH_H
#define CBENCH_H

typedef struct lua_State lua_State;

/// Defines the globals c_nothing, c_add, c_length, c_decode and c_encode: what the Swift functions of the same names do,
/// as one writes it in C on Lua's own API.
void bench_register(lua_State *L);

#endif
