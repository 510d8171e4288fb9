#ifndef CSTDLIB_H
#define CSTDLIB_H

/// A Lua module of `stdlib/cph`.
typedef struct {
    /// Without `cph.` in front.
    const char *name;
    /// Its text, ended by a zero.
    const char *source;
} cstdlib_module;

int cstdlib_count(void);

/// The module at `index`, counted from 0.
cstdlib_module cstdlib_at(int index);

#endif
