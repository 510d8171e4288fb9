// The functions of the string library that may run for very long in C.
#define _GNU_SOURCE
#include "patterns.h"

#include <limits.h>
#include <string.h>

// --- rep

static int string_rep(lua_State *L) {
    size_t size, separator_size;
    const char *text = luaL_checklstring(L, 1, &size);
    lua_Integer count = luaL_checkinteger(L, 2);
    const char *separator = luaL_optlstring(L, 3, "", &separator_size);
    size_t unit = size + separator_size;
    if (count <= 0 || unit == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (unit < size || unit > (size_t)INT_MAX / (size_t)count)  // as in Lua
        return luaL_error(L, "resulting string too large");
    size_t total = (size_t)count * size + (size_t)(count - 1) * separator_size;
    luaL_Buffer buffer;
    char *start = luaL_buffinitsize(L, &buffer, total);
    size_t filled = total < unit ? total : unit;
    memcpy(start, text, size);
    memcpy(start + size, separator, filled - size);
    for (size_t copied; filled < total; filled += copied) {  // doubling: few, large copies
        copied = filled < total - filled ? filled : total - filled;
        memcpy(start + filled, start, copied);
    }
    luaL_pushresultsize(&buffer, total);
    return 1;
}

// --- find and match

// A start position as Lua counts: from 1, negative from the end. Returns an offset, at most `size` + 1.
static size_t start_offset(lua_Integer position, size_t size) {
    if (position > 0)
        return (size_t)position - 1;
    if (position == 0 || position < -(lua_Integer)size)
        return 0;
    return size + (size_t)position;
}

static int is_plain(const char *pattern, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (pattern[i] != '\0' && strchr("^$*+?.([%-", pattern[i]) != NULL)
            return 0;
    return 1;
}

static int find_plain(lua_State *L, const char *text, size_t size, size_t offset, const char *what, size_t what_size) {
    const char *found = memmem(text + offset, size - offset, what, what_size);  // linear in both lengths
    if (found == NULL) {
        luaL_pushfail(L);
        return 1;
    }
    lua_pushinteger(L, found - text + 1);
    lua_pushinteger(L, found - text + (lua_Integer)what_size);
    return 2;
}

// The first match at `*text` or behind it: sets *text to its start and returns its end, or NULL.
static const char *search(matcher *m, const char **text, const char *pattern, int is_anchored) {
    for (;; ++*text) {
        matcher_reset(m);
        const char *end = match_here(m, *text, pattern);
        if (end != NULL || is_anchored || *text >= m->subject_end)
            return end;
    }
}

static int find_or_match(lua_State *L, int finds) {
    size_t size, pattern_size;
    const char *text = luaL_checklstring(L, 1, &size);
    const char *pattern = luaL_checklstring(L, 2, &pattern_size);
    size_t offset = start_offset(luaL_optinteger(L, 3, 1), size);
    if (offset > size) {
        luaL_pushfail(L);
        return 1;
    }
    if (finds && (lua_toboolean(L, 4) || is_plain(pattern, pattern_size)))
        return find_plain(L, text, size, offset, pattern, pattern_size);
    matcher m;
    int is_anchored = pattern_size > 0 && *pattern == '^';
    matcher_start(&m, L, text, size, pattern + pattern_size);
    const char *start = text + offset;
    const char *end = search(&m, &start, pattern + is_anchored, is_anchored);
    if (end == NULL) {
        luaL_pushfail(L);
        return 1;
    }
    if (!finds)
        return push_captures(&m, start, end);
    lua_pushinteger(L, start - text + 1);
    lua_pushinteger(L, end - text);
    return push_captures(&m, NULL, NULL) + 2;
}

static int string_find(lua_State *L) {
    return find_or_match(L, 1);
}

static int string_match(lua_State *L) {
    return find_or_match(L, 0);
}

// --- gmatch

typedef struct iteration {
    const char *next;  // where to look
    const char *last_end;  // of the last match, which an empty one may not touch again
    const char *pattern;
    matcher m;
} iteration;

static int next_match(lua_State *L) {
    iteration *it = lua_touserdata(L, lua_upvalueindex(3));
    it->m.L = L;  // the iterator may be called in another coroutine
    for (; it->next <= it->m.subject_end; it->next++) {
        matcher_reset(&it->m);
        const char *end = match_here(&it->m, it->next, it->pattern);
        if (end == NULL || end == it->last_end)
            continue;
        const char *start = it->next;
        it->next = it->last_end = end;
        return push_captures(&it->m, start, end);
    }
    return 0;
}

static int string_gmatch(lua_State *L) {
    size_t size, pattern_size;
    const char *text = luaL_checklstring(L, 1, &size);
    const char *pattern = luaL_checklstring(L, 2, &pattern_size);
    size_t offset = start_offset(luaL_optinteger(L, 3, 1), size);
    lua_settop(L, 2);  // the closure keeps both strings alive
    iteration *it = lua_newuserdatauv(L, sizeof *it, 0);
    matcher_start(&it->m, L, text, size, pattern + pattern_size);
    it->next = text + (offset > size ? size + 1 : offset);
    it->last_end = NULL;
    it->pattern = pattern;
    lua_pushcclosure(L, next_match, 3);
    return 1;
}

// --- gsub

// Adds the replacement text, in which %0 to %9 stand for captures.
static void add_template(matcher *m, luaL_Buffer *buffer, const char *text, const char *end) {
    lua_State *L = m->L;
    size_t size;
    const char *template = lua_tolstring(L, 3, &size);
    const char *template_end = template + size;
    for (const char *p = template; p < template_end; p++) {
        if (*p != '%') {
            luaL_addchar(buffer, *p);
            continue;
        }
        p++;
        if (p < template_end && *p == '%') {
            luaL_addchar(buffer, '%');
        } else if (p < template_end && *p == '0') {
            luaL_addlstring(buffer, text, (size_t)(end - text));
        } else if (p < template_end && *p >= '1' && *p <= '9') {
            if (*p - '1' >= (m->count == 0 ? 1 : m->count))
                luaL_error(L, "invalid capture index %%%d", *p - '0');
            push_capture(m, *p - '1', text, end);
            luaL_addvalue(buffer);
        } else {
            luaL_error(L, "invalid use of '%%' in replacement string");
        }
    }
}

// Adds what replaces the match. Returns whether that changes the text.
static int add_replacement(matcher *m, luaL_Buffer *buffer, const char *text, const char *end) {
    lua_State *L = m->L;
    switch (lua_type(L, 3)) {
    case LUA_TFUNCTION:
        lua_pushvalue(L, 3);
        lua_call(L, push_captures(m, text, end), 1);
        break;
    case LUA_TTABLE:
        push_capture(m, 0, text, end);
        lua_gettable(L, 3);
        break;
    default:
        add_template(m, buffer, text, end);
        return 1;
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(buffer, text, (size_t)(end - text));
        return 0;
    }
    if (!lua_isstring(L, -1))
        return luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    luaL_addvalue(buffer);
    return 1;
}

static int string_gsub(lua_State *L) {
    size_t size, pattern_size;
    const char *text = luaL_checklstring(L, 1, &size);
    const char *pattern = luaL_checklstring(L, 2, &pattern_size);
    int type = lua_type(L, 3);
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)size + 1);  // checked before the third, as in Lua
    luaL_argexpected(L, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
                     "string/function/table");
    int is_anchored = pattern_size > 0 && *pattern == '^';
    int changes = 0;
    lua_Integer count = 0;
    const char *last_end = NULL;
    matcher m;
    luaL_Buffer buffer;
    matcher_start(&m, L, text, size, pattern + pattern_size);
    luaL_buffinit(L, &buffer);
    while (count < most) {
        matcher_reset(&m);
        const char *end = match_here(&m, text, pattern + is_anchored);
        if (end != NULL && end != last_end) {
            count++;
            changes |= add_replacement(&m, &buffer, text, end);
            text = last_end = end;
        } else if (text < m.subject_end) {
            luaL_addchar(&buffer, *text++);
        } else {
            break;
        }
        if (is_anchored)
            break;
    }
    if (!changes) {
        lua_pushvalue(L, 1);
    } else {
        luaL_addlstring(&buffer, text, (size_t)(m.subject_end - text));
        luaL_pushresult(&buffer);
    }
    lua_pushinteger(L, count);
    return 2;
}

void clua_open_strings(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"rep", string_rep}, {"find", string_find}, {"match", string_match}, {"gmatch", string_gmatch},
        {"gsub", string_gsub}, {NULL, NULL},
    };
    lua_getglobal(L, LUA_STRLIBNAME);
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}
