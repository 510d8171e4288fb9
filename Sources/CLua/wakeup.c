#define _GNU_SOURCE
#include "CLua.h"

#include <poll.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

int clua_wakeup_open(void) {
    return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

void clua_wakeup_close(int wakeup) {
    close(wakeup);
}

void clua_wakeup_signal(int wakeup) {
    uint64_t one = 1;
    ssize_t written = write(wakeup, &one, sizeof one);
    (void)written;  // full means that it is signalled already
}

void clua_wakeup_wait(int wakeup, long long nanoseconds) {
    struct pollfd descriptor = {.fd = wakeup, .events = POLLIN};
    struct timespec limit = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    if (ppoll(&descriptor, 1, nanoseconds < 0 ? NULL : &limit, NULL) > 0) {
        uint64_t count;
        ssize_t taken = read(wakeup, &count, sizeof count);
        (void)taken;
    }
}

long long clua_monotonic_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000000000 + now.tv_nsec;
}
