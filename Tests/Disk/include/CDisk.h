/// A file system for SQLite that lets a test see, and refuse, everything that is done to files. Below it lies SQLite's own.
#ifndef CDISK_H
#define CDISK_H

#include <sqlite3.h>

enum cdisk_operation {
    CDISK_OPEN,
    CDISK_READ,
    CDISK_WRITE,
    CDISK_TRUNCATE,
    CDISK_SYNC,
    CDISK_DELETE,
};

/// One operation, before it happens.
struct cdisk_event {
    enum cdisk_operation operation;
    /// Absolute; valid during the call.
    const char *path;
    /// Where a write or read begins; the new size for a truncation.
    long long offset;
    /// What is written; NULL for everything else.
    const void *bytes;
    /// Of a write or read. For a deletion, whether the folder is synced behind it.
    int length;
};

/// Returns SQLITE_OK to let it happen, or the code with which it fails. A write that fails with SQLITE_FULL gets half of
/// its bytes onto the disk first, as on a disk that fills up.
typedef int (*cdisk_observer)(void *context, const struct cdisk_event *event);

/// Registers a file system under `name`. It stays until the process ends, and so must `name` and `context`.
int cdisk_register(const char *name, cdisk_observer observer, void *context);

#endif
