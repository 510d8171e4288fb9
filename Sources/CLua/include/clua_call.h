#ifndef CLUA_CALL_H
#define CLUA_CALL_H

#include "clua_safe.h"

/// What a callback returns: a count of results on top of the stack, or this: raise the value on top.
#define CLUA_RAISE (-1)

typedef void (*clua_release)(void *context);

/// Pushes a Lua function that calls `clua_vm.call` with `function`, and `release(function)` when Lua has collected it.
void clua_pushfunction(lua_State *L, void *function, clua_release release);

/// A host object inside a full userdata. `tag` says which kind of object, by address.
typedef struct clua_box {
    const void *magic;
    const void *tag;
    void *object;
    clua_release release;
} clua_box;

/// Pushes `object` as a userdata without a metatable; `clua_box_metatable` provides `__gc` for one.
void clua_pushbox(lua_State *L, const void *tag, void *object, clua_release release);
/// Adds the finalizer that boxes need to the metatable on top.
void clua_add_finalizer(lua_State *L);
/// The object of a box with this tag at `index`, or NULL.
void *clua_box_object(lua_State *L, int index, const void *tag);
/// Whether the value at `index` is such a box, even one whose object a finalizer has let go of.
int clua_isbox(lua_State *L, int index, const void *tag);
/// Replaces a table of methods and, above it, a table of getters by an `__index` function for both. The getters' own
/// `__index` has to raise: it is asked for what neither has.
void clua_pushindexer(lua_State *L);

#define CLUA_NO_FILE (-2)
#define CLUA_CLOSED_FILE (-1)

/// The descriptor of the file of Lua's io library at `index`, or one of the above.
int clua_filedescriptor(lua_State *L, int index);

/// lua_pcall for Swift: the callee may raise, and memory is limited again while it runs.
/// When `traced`, `clua_vm.on_error` is called at the point of the error.
int clua_pcall(lua_State *L, int arguments, int results, int traced);
/// Loads Lua source text (never bytecode) as a function on top, or an error message. Returns a status.
int clua_load(lua_State *L, const char *bytes, size_t count, const char *name);

// Operations which may run Lua code. Each returns a status; unless CLUA_OK, the error takes the place of the result.

/// Replaces the key on top by `t[key]`.
int clua_gettable(lua_State *L, int table);
/// `t[key] = value`, popping both.
int clua_settable(lua_State *L, int table);
/// Pushes what `tostring` would return for `index`.
int clua_tostring(lua_State *L, int index);
/// Pushes `#value`.
int clua_len(lua_State *L, int index);
/// Pushes `first == second` as a boolean.
int clua_equal(lua_State *L, int first, int second);

/// One active function, for tracebacks.
typedef struct clua_frame {
    const char *source;      // as given to load, with its '@' or '='
    const char *name;        // NULL when Lua has none
    const char *name_kind;   // "global", "local", "method", "field", "upvalue", ""
    int line;                // 1-based; -1 when unknown
    int line_defined;
    int is_c;
    int is_host;             // the trampoline, or a function that only passes calls on
    int is_main;
    int is_tail_call;
    char short_source[60];
} clua_frame;

/// Describes the function `level` calls below the running one (0); returns 0 beyond the last.
int clua_getframe(lua_State *L, int level, clua_frame *frame);
int clua_haslevel(lua_State *L, int level);

/// Pushes variable `index` (from 1) of the Lua function at `level`, a local or one of an outer function; returns its
/// name, or NULL, and nothing pushed, beyond the last one.
const char *clua_getvariable(lua_State *L, int level, int is_upvalue, int index);
/// Pops a value into that variable.
void clua_setvariable(lua_State *L, int level, int is_upvalue, int index);

/// Where a function was written, and how it is called.
typedef struct clua_source {
    const char *chunk;       // as given to load, with its '@' or '='
    int first_line;          // 0 for a main chunk
    int last_line;
    int parameters;
    int is_variadic;
} clua_source;

/// Describes the Lua function at `index`; returns 0 for anything else, as for a function written in C.
int clua_getsource(lua_State *L, int index, clua_source *source);
/// The name of parameter `number` (from 1) of that function; NULL in chunks without names. It lives as long as the function.
const char *clua_getparameter(lua_State *L, int index, int number);

#endif
