#ifndef CLUA_INTERNAL_H
#define CLUA_INTERNAL_H

#include <lua5.4/lua.h>
#include <lua5.4/lauxlib.h>
#include <lua5.4/lualib.h>

#include "CLua.h"

static inline clua_vm *vm_of(lua_State *L) {
    return *(clua_vm **)lua_getextraspace(L);
}

int clua_trampoline(lua_State *L);
/// Makes the metatable of function boxes; runs protected while the state is set up.
void clua_prepare_calls(lua_State *L);

#endif
