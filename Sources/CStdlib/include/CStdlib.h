#ifndef CSTDLIB_H
#define CSTDLIB_H

/// A text that the binary holds.
typedef struct {
    /// Of a Lua file of `stdlib/cph` its path below that folder, without `.lua`: `plan`, `plan/rows`. Of any other text its
    /// path in the repository: `stdlib/guides/fleets.md`, `scripts/fleet.lua`.
    const char *path;
    /// Its text, ended by a zero.
    const char *source;
} cstdlib_module;

int cstdlib_count(void);

/// The Lua file of `stdlib/cph` at `index`, counted from 0.
cstdlib_module cstdlib_at(int index);

int cstdlib_text_count(void);

/// The guide, example or start at `index`, counted from 0.
cstdlib_module cstdlib_text_at(int index);

#endif
