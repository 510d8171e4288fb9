#ifndef CLUA_PATTERNS_H
#define CLUA_PATTERNS_H

#include "clua_internal.h"

#define MAX_CAPTURES 32

/// One attempt to match a Lua pattern, with what it captured so far.
typedef struct matcher {
    lua_State *L;
    clua_vm *vm;
    const char *subject, *subject_end, *pattern_end;
    int nesting;  // of `match_here`, bounded as it uses the C stack
    int count;
    struct {
        const char *start;
        ptrdiff_t size;  // or one of the two below
    } captures[MAX_CAPTURES];
} matcher;

#define CAPTURE_OPEN (-1)
#define CAPTURE_POSITION (-2)

void matcher_start(matcher *m, lua_State *L, const char *subject, size_t size, const char *pattern_end);
/// Forgets the captures of an attempt before.
void matcher_reset(matcher *m);
/// The end of the match of `pattern` that starts at `text`, or NULL. Raises for a bad pattern and for an interrupt.
const char *match_here(matcher *m, const char *text, const char *pattern);
/// Pushes capture `index` (0-based); without any, the whole match from `text` to `end`.
void push_capture(matcher *m, int index, const char *text, const char *end);
/// Pushes all captures, or the whole match if there are none and `text` is not NULL. Returns how many.
int push_captures(matcher *m, const char *text, const char *end);

#endif
