#ifndef CLUA_INTERRUPT_H
#define CLUA_INTERRUPT_H

#include "clua_vm.h"

/// Stopping a script. Nothing is counted while it runs: a signal on Lua's thread arms a hook, which raises at the next
/// instruction. The reason stays in `clua_vm.interrupt` until the host takes it, and every place where a script could
/// catch the error raises it again.
#define CLUA_INTERRUPT_USER 1
#define CLUA_INTERRUPT_DEADLINE 2
#define CLUA_INTERRUPT_CPU 3
#define CLUA_INTERRUPT_HOST 4
/// The script asked to end. No hook: its `__close` metamethods run to their end.
#define CLUA_INTERRUPT_EXIT 5
/// A signal asked for the end of the program, such as SIGTERM: this and the signal's number.
#define CLUA_INTERRUPT_SIGNAL 64

/// How long a script may take to stop before the host is told that it does not.
#define CLUA_LAST_RESORT_NANOSECONDS 2000000000LL

/// Stops whatever `vm` runs. On Lua's thread only; safe in a signal handler there.
void clua_interrupt(clua_vm *vm, int reason);
/// The same from any thread, as long as `vm` lives.
void clua_interrupt_elsewhere(clua_vm *vm, int reason);
/// Forgets the reason, so that the state can run again.
void clua_clear_interrupt(clua_vm *vm);

/// The host works for `vm` on this thread until `clua_leave`. The outermost pair starts and stops the timers.
void clua_enter(clua_vm *vm);
void clua_leave(clua_vm *vm);

/// How many signals a state may be watched for.
#define CLUA_MOST_SIGNALS 4
/// How soon a second signal that asks for the end is the same request.
#define CLUA_ONE_REQUEST_NANOSECONDS 1000000000LL

/// Makes a signal of the process interrupt `vm` for `reason`; a second one before the first has been taken has the default
/// effect. With CLUA_INTERRUPT_SIGNAL so has any that comes later than CLUA_ONE_REQUEST_NANOSECONDS, and a signal that is
/// ignored, as under nohup, stays so. One state at a time.
void clua_watch_signal(clua_vm *vm, int signal_number, int reason);
/// Gives the signal its former effect back, if `vm` is the one watched.
void clua_unwatch_signal(clua_vm *vm, int signal_number);
/// The same for all its signals.
void clua_unwatch_signals(clua_vm *vm);

#endif
