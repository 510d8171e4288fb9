#ifndef CFILES_H
#define CFILES_H

#include <spawn.h>

/// What glibc has and Swift's import of it leaves out. Where nothing else is said, each returns what the function behind
/// it returns.

/// Swaps two files or folders in one step.
int cfiles_exchange(const char *first, const char *second);
/// The magic number of the file system on which `path` lies, or 0 with errno set.
unsigned long cfiles_file_system(const char *path);
/// A pipe whose ends no other child inherits.
int cfiles_pipe(int ends[2]);
/// Keeps other processes of this user from reading this one's memory and environment, and the system from writing a core
/// file of it.
void cfiles_forbid_dumps(void);
/// The child has its standard input, output and error and no other descriptor, whatever else is open. Comes behind all other
/// actions.
int cfiles_spawn_closing_others(posix_spawn_file_actions_t *actions);
/// The child starts in `folder`.
int cfiles_spawn_in(posix_spawn_file_actions_t *actions, const char *folder);

#endif
