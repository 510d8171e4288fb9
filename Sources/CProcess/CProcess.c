#define _GNU_SOURCE
#include "CProcess.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int cprocess_exchange(const char *first, const char *second) {
    return renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE);
}

int cprocess_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC);
}

int cprocess_spawn_in(posix_spawn_file_actions_t *actions, const char *folder) {
    return posix_spawn_file_actions_addchdir_np(actions, folder);
}
