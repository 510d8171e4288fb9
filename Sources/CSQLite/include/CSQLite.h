/// SQLite's C API, and the few calls of it that Swift cannot make: variadic ones, and those that take SQLITE_TRANSIENT.
#ifndef CSQLITE_H
#define CSQLITE_H

#include <sqlite3.h>

/// Binds a copy of `length` bytes as text; nil bytes bind an empty text, not NULL.
int csqlite_bind_text(sqlite3_stmt *statement, int index, const char *bytes, int length);

/// Binds a copy of `length` bytes as a blob; nil bytes bind an empty blob, not NULL.
int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int length);

/// Forbids what a tampered file could use against its reader: schema writes, functions run from the schema.
int csqlite_defend(sqlite3 *database);

/// Carries nothing over from the write-ahead log into the file any more, not even when the file is closed.
void csqlite_keep_log(sqlite3 *database);

#endif
