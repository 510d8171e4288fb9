#ifndef CLUA_RECORD_H
#define CLUA_RECORD_H

#include "clua_safe.h"

/// Pushes `count` values of the table at `index`, without metamethods: those of the keys that the list at `keys` (a
/// table, 1 to `count`) names, nil where there is none. Returns how many other keys the table has. The caller has made
/// room for `count` + 3 values.
int clua_pushfields(lua_State *L, int index, int keys, int count);

#endif
