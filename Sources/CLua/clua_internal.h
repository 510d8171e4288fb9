#ifndef CLUA_INTERNAL_H
#define CLUA_INTERNAL_H

#include <lua5.4/lua.h>
#include <lua5.4/lauxlib.h>
#include <lua5.4/lualib.h>

#include "CLua.h"

#include <stdint.h>

/// Raises the interrupt in L, whose code goes no further from now on.
int clua_raise_interrupt(lua_State *L);
/// Called in every loop that runs without executing Lua instructions.
#define POLL(vm, L) do { if ((vm)->interrupt) clua_raise_interrupt(L); } while (0)

/// Gives Lua its memory, within the limit of the `clua_vm` that `context` is.
void *clua_allocate(void *context, void *block, size_t old_size, size_t size);
struct clua_entry *clua_new_entry(void);
void clua_prepare_interrupts(lua_State *L);
void clua_open_libraries(lua_State *L, int mode);
void clua_open_programs(lua_State *L);
/// Closes terminals and processes to the functions that open files by name.
void clua_open_files(lua_State *L);
void clua_open_modules(lua_State *L, int mode);
void clua_open_basics(lua_State *L, int mode);
/// Replaces `setmetatable`.
void clua_open_metatables(lua_State *L);
/// Keeps scripts from the metatables of strings and files.
void clua_protect_metatables(lua_State *L);
void clua_open_strings(lua_State *L);
void clua_open_tables(lua_State *L);
void clua_prepare_warnings(lua_State *L);
void clua_prepare_finalizers(lua_State *L);
/// Whether a limit of time ends scripts' finalizers from now on; otherwise they get a few instructions.
void clua_watch_finalizers(clua_vm *vm, int watched);
/// Gives the table at 1 the metatable at 2, which has a `__gc`; both stay.
void clua_set_finalized(lua_State *L);

// A thread's extra space holds the address of the record, and in its two lowest bits what the thread is doing. New
// threads copy the main thread's extra space, where both bits are clear.
enum {
    THREAD_TASK = 1,      // the root of a task; scripts see it as the main thread
    THREAD_AWAITING = 2,  // suspended inside a host function, so only the host may resume it
};

static inline uintptr_t *thread_word(lua_State *L) {
    return (uintptr_t *)lua_getextraspace(L);
}

static inline clua_vm *vm_of(lua_State *L) {
    return (clua_vm *)(*thread_word(L) & ~(uintptr_t)3);
}

/// Called wherever an error is caught. A Swift frame that returned has put `hosting` back; one that was jumped over
/// has not.
static inline void check_crossing(clua_vm *vm, int hosting) {
    if (vm->hosting != hosting) {
        vm->crossings++;
        vm->hosting = hosting;
    }
}

/// Waits for `operation` inside the host; see clua_vm.block.
int clua_block(lua_State *target, lua_State *running, long long operation);
/// Waits for the operation whose number is on top: yields, or blocks where Lua cannot.
int clua_await(lua_State *L);
/// Replaces the coroutine library by one that passes awaits through.
void clua_open_coroutines(lua_State *L);

/// Whether it is how Lua calls Swift.
int clua_is_host_function(lua_CFunction function);
/// What `clua_pushindexer` pushes: it only passes the call on to a getter.
int clua_index_object(lua_State *L);
/// Calls `release(object)`, which is Swift's, inside a finalizer.
void clua_release_object(lua_State *L, clua_release release, void *object);
/// Makes the metatable of function boxes; runs protected while the state is set up.
void clua_prepare_calls(lua_State *L);

#endif
