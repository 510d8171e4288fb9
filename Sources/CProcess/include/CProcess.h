#ifndef CPROCESS_H
#define CPROCESS_H

#include <spawn.h>

/// What glibc has and Swift's import of it leaves out. Each returns what the function behind it returns.

/// Swaps two files or folders in one step.
int cprocess_exchange(const char *first, const char *second);
/// A pipe whose ends no other child inherits.
int cprocess_pipe(int ends[2]);
/// The child starts in `folder`.
int cprocess_spawn_in(posix_spawn_file_actions_t *actions, const char *folder);

#endif
