#ifndef CSTDLIB_H
#define CSTDLIB_H

/// A Lua file of `stdlib/cph`.
typedef struct {
    /// Below `stdlib/cph`, without `.lua`: `plan`, `plan/rows`.
    const char *path;
    /// Its text, ended by a zero.
    const char *source;
} cstdlib_module;

int cstdlib_count(void);

/// The file at `index`, counted from 0.
cstdlib_module cstdlib_at(int index);

#endif
