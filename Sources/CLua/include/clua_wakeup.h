#ifndef CLUA_WAKEUP_H
#define CLUA_WAKEUP_H

/// A descriptor through which other threads and signal handlers wake Lua's thread. Returns -1 when there are none left.
int clua_wakeup_open(void);
void clua_wakeup_close(int wakeup);
/// Makes the present or the next wait return. Safe in signal handlers.
void clua_wakeup_signal(int wakeup);
/// Returns once signalled, after `nanoseconds` (negative: no limit), or when a signal handler ran.
void clua_wakeup_wait(int wakeup, long long nanoseconds);
/// Time since some start, unaffected by changes of the calendar clock.
long long clua_monotonic_nanoseconds(void);

#endif
