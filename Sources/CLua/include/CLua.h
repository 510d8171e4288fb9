#ifndef CLUA_H
#define CLUA_H

/// The C boundary over liblua 5.4.
///
/// Two rules keep `longjmp` away from Swift frames. Only C raises and yields: a Swift callback returns a status and
/// host_functions.c does the rest. And no allocation fails while a Swift frame is live: it overdraws the memory limit,
/// and C settles the debt when the Swift frame is gone.
///
/// Swift sees these headers and nothing else of Lua, so that a call which may raise cannot even be written there.

#include "clua_safe.h"
#include "clua_vm.h"
#include "clua_call.h"
#include "clua_await.h"
#include "clua_wakeup.h"
#include "clua_interrupt.h"

#endif
