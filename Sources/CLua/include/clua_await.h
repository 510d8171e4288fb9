#ifndef CLUA_AWAIT_H
#define CLUA_AWAIT_H

#include "clua_vm.h"

/// Waiting for the host. A callback that has started something returns CLUA_AWAIT with a number on top that names it.
/// Where Lua can yield, the task is suspended, through the script's own coroutines up to the host's scheduler;
/// elsewhere (a sort comparison, `require`) the host waits inside `clua_vm.block`.
#define CLUA_AWAIT (-2)

/// Turns a new thread into a task: the host's scheduler resumes it, and scripts see it as the main thread.
void clua_mark_task(lua_State *thread);

/// Resumes a task with `count` values on its stack: at first the function and its arguments, later what it waited for
/// (true and the results, or false and an error). `from` is the stack that is suspended meanwhile, or NULL.
/// CLUA_YIELD means that it waits for `clua_vm.awaited`; otherwise its results, or an error, are on its stack.
int clua_resume(lua_State *thread, lua_State *from, int count);

/// Unwinds a task that is suspended or failed, running its `__close` metamethods; during an interrupt it only gives the
/// task up. Unless the returned status is CLUA_OK, an error is on top of its stack.
int clua_reset(lua_State *thread);

#endif
