#define _GNU_SOURCE
#include "CFiles.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/vfs.h>
#include <unistd.h>

int cfiles_exchange(const char *first, const char *second) {
    return renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE);
}

unsigned long cfiles_file_system(const char *path) {
    struct statfs result;
    return statfs(path, &result) == 0 ? (unsigned long)result.f_type & 0xFFFFFFFFul : 0;
}

int cfiles_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC);
}

void cfiles_forbid_dumps(void) {
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

int cfiles_spawn_closing_others(posix_spawn_file_actions_t *actions) {
    return posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
}

int cfiles_spawn_in(posix_spawn_file_actions_t *actions, const char *folder) {
    return posix_spawn_file_actions_addchdir_np(actions, folder);
}
