// How a running script is stopped. See clua_interrupt.h.
#define _GNU_SOURCE
#include "clua_internal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

// Ignored by default and hardly used, so a stray one does no harm.
#define LIMIT_SIGNAL SIGURG
#define NANOSECONDS 1000000000LL
// A signal that comes while the hook cannot be armed is repeated until the host has taken the interrupt.
#define REPEAT_NANOSECONDS 20000000LL

typedef struct clua_entry {
    clua_vm *outer;  // the state that this thread worked for before
    pid_t thread;  // 0 while nobody works for the state. Read by other threads, and so only atomically
    timer_t deadline_timer, cpu_timer;
    int has_deadline_timer, has_cpu_timer;
    long long cpu_end;
} clua_entry;

static __thread pid_t this_thread;  // 0 until it has entered a state
static __thread clua_vm *entered __attribute__((tls_model("initial-exec")));
static clua_vm *volatile watched;
static struct watched_signal {
    int number, reason;
    struct sigaction former;
} watched_signals[CLUA_MOST_SIGNALS];
static volatile int watched_count;
static volatile long long ended_at;  // when the first signal came that asks for the end of the program; 0 before

static const char interrupt_value = 0;

void clua_prepare_interrupts(lua_State *L) {
    lua_pushliteral(L, "interrupted");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &interrupt_value);
}

static void stop(lua_State *L, lua_Debug *ar) {
    (void)ar;
    if (vm_of(L)->interrupt)
        clua_raise_interrupt(L);
    lua_sethook(L, NULL, 0, 0);  // left over from an interrupt that the host has taken
}

int clua_raise_interrupt(lua_State *L) {
    if (vm_of(L)->interrupt != CLUA_INTERRUPT_EXIT)
        lua_sethook(L, stop, LUA_MASKCOUNT, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &interrupt_value);  // made in advance: nothing is allocated here
    return lua_error(L);
}

static long long now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (long long)time.tv_sec * NANOSECONDS + time.tv_nsec;
}

void clua_interrupt(clua_vm *vm, int reason) {
    if (reason != CLUA_INTERRUPT_EXIT && (vm->interrupt == 0 || vm->interrupt == CLUA_INTERRUPT_EXIT)) {
        vm->interrupts++;
        vm->stopping_since = now(CLOCK_MONOTONIC);
    }
    vm->interrupt = reason;
    // Arming walks all calls of a stack that may be 200,000 deep: once is enough.
    if (reason != CLUA_INTERRUPT_EXIT && lua_gethook(vm->running) != stop)
        lua_sethook(vm->running, stop, LUA_MASKCOUNT, 1);
    if (vm->wakeup >= 0)
        clua_wakeup_signal(vm->wakeup);
}

void clua_clear_interrupt(clua_vm *vm) {
    vm->interrupt = 0;
    __atomic_store_n(&vm->requested, 0, __ATOMIC_SEQ_CST);
}

static int exceeded(const clua_vm *vm) {
    int requested = __atomic_load_n(&vm->requested, __ATOMIC_SEQ_CST);
    if (requested)
        return requested;
    if (vm->deadline > 0 && now(CLOCK_MONOTONIC) >= vm->deadline)
        return CLUA_INTERRUPT_DEADLINE;
    if (vm->entry != NULL && vm->entry->has_cpu_timer && now(CLOCK_THREAD_CPUTIME_ID) >= vm->entry->cpu_end)
        return CLUA_INTERRUPT_CPU;
    return 0;
}

// Asks the clocks instead of trusting the signal, so a late or stray one means nothing.
static void on_limit(int signal_number) {
    int failure = errno;  // of what the signal came between
    (void)signal_number;
    for (clua_vm *vm = entered; vm != NULL; vm = vm->entry->outer) {
        int reason = vm->interrupt && vm->interrupt != CLUA_INTERRUPT_EXIT ? vm->interrupt : exceeded(vm);
        if (reason)
            clua_interrupt(vm, reason);
        int stops = reason == CLUA_INTERRUPT_DEADLINE || reason == CLUA_INTERRUPT_CPU;
        if (stops && vm->last_resort != NULL
            && now(CLOCK_MONOTONIC) - vm->stopping_since >= CLUA_LAST_RESORT_NANOSECONDS)
            vm->last_resort(reason);
    }
    errno = failure;
}

// Without SA_RESTART: a script that waits in a system call, such as for a line of input, gets on to its next
// instruction, where the hook is. Nobody sends this signal before a limit is reached.
static void install_limit_handler(void) {
    struct sigaction action = {.sa_handler = on_limit};
    sigaction(LIMIT_SIGNAL, &action, NULL);
}

// Once per thread: threads of a pool start with their signals blocked.
static void prepare_thread(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (this_thread != 0)
        return;
    this_thread = gettid();
    pthread_once(&once, install_limit_handler);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, LIMIT_SIGNAL);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

static int start_timer(timer_t *timer, clockid_t clock, int flags, long long first) {
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = LIMIT_SIGNAL};
    event._sigev_un._tid = gettid();
    if (timer_create(clock, &event, timer) != 0)
        return 0;
    struct itimerspec schedule = {
        .it_value = {first / NANOSECONDS, first % NANOSECONDS},
        .it_interval = {0, REPEAT_NANOSECONDS},
    };
    timer_settime(*timer, flags, &schedule, NULL);
    return 1;
}

struct clua_entry *clua_new_entry(void) {
    return calloc(1, sizeof(clua_entry));
}

void clua_enter(clua_vm *vm) {
    if (vm->depth++ > 0)
        return;
    vm->stack_base = __builtin_frame_address(0);
    clua_entry *entry = vm->entry;
    entry->outer = entered;
    entered = vm;
    prepare_thread();
    // In this order: who asks meanwhile either sees the thread or is seen.
    __atomic_store_n(&entry->thread, this_thread, __ATOMIC_SEQ_CST);
    int requested = __atomic_load_n(&vm->requested, __ATOMIC_SEQ_CST);
    if (requested)
        clua_interrupt(vm, requested);
    if (vm->deadline > 0)
        entry->has_deadline_timer =
            start_timer(&entry->deadline_timer, CLOCK_MONOTONIC, TIMER_ABSTIME, vm->deadline);
    if (vm->cpu_left > 0) {
        entry->cpu_end = now(CLOCK_THREAD_CPUTIME_ID) + vm->cpu_left;
        entry->has_cpu_timer = start_timer(&entry->cpu_timer, CLOCK_THREAD_CPUTIME_ID, 0, vm->cpu_left);
    }
}

void clua_leave(clua_vm *vm) {
    if (--vm->depth > 0)
        return;
    clua_entry *entry = vm->entry;
    __atomic_store_n(&entry->thread, 0, __ATOMIC_SEQ_CST);
    entered = entry->outer;
    if (entry->has_deadline_timer)
        timer_delete(entry->deadline_timer);
    if (entry->has_cpu_timer) {
        timer_delete(entry->cpu_timer);
        long long left = entry->cpu_end - now(CLOCK_THREAD_CPUTIME_ID);
        vm->cpu_left = left > 0 ? left : 1;
    }
    entry->has_deadline_timer = entry->has_cpu_timer = 0;
}

// The thread may end at any moment; a signal to one that has ended goes nowhere.
void clua_interrupt_elsewhere(clua_vm *vm, int reason) {
    __atomic_store_n(&vm->requested, reason, __ATOMIC_SEQ_CST);
    pid_t thread = __atomic_load_n(&vm->entry->thread, __ATOMIC_SEQ_CST);
    if (thread != 0)
        tgkill(getpid(), thread, LIMIT_SIGNAL);
}

static int is_of_signal(int reason) {
    return reason == CLUA_INTERRUPT_USER || reason > CLUA_INTERRUPT_SIGNAL;
}

static int reason_of(int signal_number) {
    for (int i = 0; i < watched_count; i++)
        if (watched_signals[i].number == signal_number)
            return watched_signals[i].reason;
    return CLUA_INTERRUPT_USER;
}

// timeout(1) sends its signal to the program and to its group, and a shell repeats the kernel's SIGHUP: that is one request.
static int repeats_one_request(int reason) {
    return reason != CLUA_INTERRUPT_USER && ended_at != 0
        && now(CLOCK_MONOTONIC) - ended_at < CLUA_ONE_REQUEST_NANOSECONDS;
}

// The kernel may choose any thread for a signal of the process; only Lua's own may touch its hooks.
static void on_watched_signal(int signal_number) {
    int failure = errno;
    clua_vm *vm = watched;
    int reason = reason_of(signal_number);
    int is_second = vm == NULL || ended_at != 0 || is_of_signal(vm->interrupt)
        || is_of_signal(__atomic_load_n(&vm->requested, __ATOMIC_SEQ_CST));
    if (is_second) {
        if (!repeats_one_request(reason)) {
            signal(signal_number, SIG_DFL);
            raise(signal_number);
        }
        errno = failure;
        return;
    }
    if (reason != CLUA_INTERRUPT_USER)
        ended_at = now(CLOCK_MONOTONIC);
    if (__atomic_load_n(&vm->entry->thread, __ATOMIC_SEQ_CST) == gettid())
        clua_interrupt(vm, reason);
    else
        clua_interrupt_elsewhere(vm, reason);
    errno = failure;
}

void clua_watch_signal(clua_vm *vm, int signal_number, int reason) {
    if (watched != vm && watched != NULL)
        clua_unwatch_signals(watched);
    watched = vm;
    clua_unwatch_signal(vm, signal_number);
    if (watched_count == CLUA_MOST_SIGNALS)
        return;
    struct watched_signal *place = &watched_signals[watched_count];
    place->number = signal_number;
    place->reason = reason;
    sigaction(signal_number, NULL, &place->former);
    if (reason != CLUA_INTERRUPT_USER && place->former.sa_handler == SIG_IGN)
        return;
    watched_count++;  // before the handler, which looks here
    struct sigaction action = {.sa_handler = on_watched_signal};
    sigaction(signal_number, &action, NULL);
}

void clua_unwatch_signal(clua_vm *vm, int signal_number) {
    if (watched != vm)
        return;
    for (int i = 0; i < watched_count; i++) {
        if (watched_signals[i].number != signal_number)
            continue;
        sigaction(signal_number, &watched_signals[i].former, NULL);
        watched_signals[i] = watched_signals[watched_count - 1];
        watched_count--;
        return;
    }
}

void clua_unwatch_signals(clua_vm *vm) {
    while (watched == vm && watched_count > 0)
        clua_unwatch_signal(vm, watched_signals[watched_count - 1].number);
    if (watched == vm)
        watched = NULL;
    ended_at = 0;
}
