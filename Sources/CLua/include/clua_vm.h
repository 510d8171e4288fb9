#ifndef CLUA_VM_H
#define CLUA_VM_H

#include "clua_safe.h"

/// What one Lua state knows about its host. Reached from every coroutine through Lua's extra space.
typedef struct clua_vm {
    /// Bytes allocated now, at most ever, and allowed.
    size_t used, peak, limit;
    /// True while a Swift frame is on top of the C stack: then no allocation may fail, because its failure would be a
    /// longjmp over that frame.
    int hosting;
    /// True once an allocation was granted beyond `limit` for that reason; `clua_trampoline` settles it.
    int overdrawn;
    /// How many more allocations succeed before all fail, for tests; negative when off.
    long long allocations_left;
    /// The Swift object that owns this state.
    void *host;
    /// Called by the message handler of `clua_pcall` while the failing frames are still there. The error is on top.
    void (*on_error)(lua_State *L, void *host);
    lua_State *main;
    /// What the task that has just yielded waits for; 0 when a script yielded by itself.
    long long awaited;
    /// Waits for `operation` where Lua cannot yield, and pushes true and results, or false and an error, to `target`.
    /// Returns how many values it pushed.
    int (*block)(lua_State *target, lua_State *running, long long operation, void *host);
} clua_vm;

/// Makes a state with all standard libraries; NULL when memory is short.
/// From here on, and until `clua_close`, a Swift frame counts as live unless `clua_pcall` says otherwise.
clua_vm *clua_new(size_t limit);
void clua_close(clua_vm *vm);

clua_vm *clua_vm_of(lua_State *L);

/// Stops the collector, so that no finalizer runs and changes a table that is being walked. Returns whether it ran.
int clua_pause_collector(lua_State *L);
void clua_resume_collector(lua_State *L, int was_running);
/// A full collection. Finalizers run, so this is protected: returns a status, and the error on top unless CLUA_OK.
int clua_collect(lua_State *L);

#endif
