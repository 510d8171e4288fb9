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
    /// How many errors have jumped over a live Swift frame. Each is a bug of this library: 0, or memory is damaged.
    long long crossings;
    /// True once an allocation was granted beyond `limit` for that reason; host_functions.c settles it.
    int overdrawn;
    /// True once Swift has given up a push because of it: then the script gets a memory error even where collecting garbage
    /// would be enough.
    int abandoned;
    /// How many of the next allocations fail.
    int refusals;
    /// How many more allocations succeed before all fail, for tests; negative when off.
    long long allocations_left;
    /// The Swift object that owns this state.
    void *host;
    /// Calls a host function, whose arguments are on the stack: returns how many results it left on top, CLUA_RAISE with
    /// an error on top, or CLUA_AWAIT.
    int (*call)(lua_State *L, void *function);
    /// Called by the message handler of `clua_pcall` while the failing frames are still there. The error is on top.
    void (*on_error)(lua_State *L, void *host);
    lua_State *main;
    /// The thread whose code runs now, so that a signal handler knows whose hook to arm.
    lua_State *running;
    /// Why the script has to stop, one of CLUA_INTERRUPT_…; 0 while it may run.
    volatile int interrupt;
    /// How often a script had to stop, `os.exit` not counted.
    volatile int interrupts;
    /// Since when the script has had to stop, on the monotonic clock, in nanoseconds.
    volatile long long stopping_since;
    /// Called in a signal handler when a limit of time is over and the script has not stopped for
    /// `CLUA_LAST_RESORT_NANOSECONDS`: it is in a loop of Lua's own C code, in which nothing looks. NULL for waiting on.
    void (*last_resort)(int reason);
    /// What another thread asks for; `clua_interrupt_elsewhere` sets it, the signal handler takes it.
    volatile int requested;
    /// How many of the host's calls into Lua are on the C stack.
    int depth;
    /// Where the C stack stood at the outermost of them.
    const char *stack_base;
    /// When to stop: on the monotonic clock, and in CPU time of Lua's thread, in nanoseconds; 0 for never.
    long long deadline, cpu_left;
    /// The code of `os.exit`, for CLUA_INTERRUPT_EXIT.
    long long exit_code;
    /// The mode it was made in.
    int mode;
    /// True while a finalizer runs inside a push of Swift's: nothing may wait there.
    int pushing;
    /// True inside `clua_close`.
    int closing;
    /// How many walks the collector waits for.
    int resting;
    /// True while no limit of time ends scripts' finalizers; and how many instructions they have left then.
    int unwatched;
    long long unwatched_left;
    /// What `clua_enter` keeps for `clua_leave`.
    struct clua_entry *entry;
    /// Made readable by an interrupt, so that a waiting host wakes up; -1 for none.
    int wakeup;
    /// What the task that has just yielded waits for; 0 when a script yielded by itself.
    long long awaited;
    /// Waits for `operation` where Lua cannot yield, and pushes true and results, or false and an error, to `target`.
    /// Returns how many values it pushed.
    int (*block)(lua_State *target, lua_State *running, long long operation, void *host);
} clua_vm;

/// What a script may use; the lists are in functions_by_mode.c.
#define CLUA_MODE_STANDARD 0
#define CLUA_MODE_SANDBOX 1
#define CLUA_MODE_TRUSTED 2

/// Makes a state with the libraries of `mode`; NULL when memory is short.
/// From here on, and until `clua_close`, a Swift frame counts as live unless `clua_pcall` says otherwise.
clua_vm *clua_new(size_t limit, int mode);
void clua_close(clua_vm *vm);

clua_vm *clua_vm_of(lua_State *L);

/// Lua's own words about itself: "$LuaVersion: Lua 5.4.4  Copyright ...".
const char *clua_identity(void);

/// Rests the collector, so that no finalizer runs and changes a table that is being walked. Returns whether it ran.
int clua_pause_collector(lua_State *L);
void clua_resume_collector(lua_State *L, int was_running);
/// A full collection. Finalizers run, so this is protected: returns a status, and the error on top unless CLUA_OK.
int clua_collect(lua_State *L);

#endif
