// Lua's patterns. A matcher of our own because a pattern may take years, and Lua's cannot be interrupted.
#include "patterns.h"

#include <ctype.h>
#include <string.h>

// Lua's own bound on nesting.
#define MAX_NESTING 200
#define ESCAPE '%'

void matcher_start(matcher *m, lua_State *L, const char *subject, size_t size, const char *pattern_end) {
    m->L = L;
    m->vm = vm_of(L);
    m->subject = subject;
    m->subject_end = subject + size;
    m->pattern_end = pattern_end;
    matcher_reset(m);
}

void matcher_reset(matcher *m) {
    m->nesting = 0;
    m->count = 0;
}

// --- Single characters

static unsigned char byte_at(const char *p) {
    return (unsigned char)*p;
}

// The end of the item at `p`: a character, an escape, or a set.
static const char *item_end(matcher *m, const char *p) {
    char first = *p++;
    if (first == ESCAPE) {
        if (p == m->pattern_end)
            luaL_error(m->L, "malformed pattern (ends with '%%')");
        return p + 1;
    }
    if (first != '[')
        return p;
    if (p < m->pattern_end && *p == '^')
        p++;
    do {  // a ']' that comes first stands for itself
        if (p == m->pattern_end)
            luaL_error(m->L, "malformed pattern (missing ']')");
        if (*p++ == ESCAPE && p < m->pattern_end)
            p++;
    } while (p == m->pattern_end || *p != ']');
    return p + 1;
}

static int in_class(int c, int class) {
    int result;
    switch (tolower(class)) {
    case 'a': result = isalpha(c); break;
    case 'c': result = iscntrl(c); break;
    case 'd': result = isdigit(c); break;
    case 'g': result = isgraph(c); break;
    case 'l': result = islower(c); break;
    case 'p': result = ispunct(c); break;
    case 's': result = isspace(c); break;
    case 'u': result = isupper(c); break;
    case 'w': result = isalnum(c); break;
    case 'x': result = isxdigit(c); break;
    case 'z': result = c == 0; break;  // from Lua 5.1
    default: return class == c;
    }
    return isupper(class) ? !result : result != 0;
}

// `p` is at '[', `last` at its ']'.
static int in_set(int c, const char *p, const char *last) {
    int is_member = 1;
    if (*++p == '^') {
        is_member = 0;
        p++;
    }
    while (p < last) {
        if (*p == ESCAPE) {
            if (in_class(c, byte_at(p + 1)))
                return is_member;
            p += 2;
        } else if (p[1] == '-' && p + 2 < last) {
            if (byte_at(p) <= c && c <= byte_at(p + 2))
                return is_member;
            p += 3;
        } else if (byte_at(p++) == c) {
            return is_member;
        }
    }
    return !is_member;
}

static int matches_one(const matcher *m, const char *text, const char *p, const char *end) {
    if (text >= m->subject_end)
        return 0;
    int c = byte_at(text);
    switch (*p) {
    case '.': return 1;
    case ESCAPE: return in_class(c, byte_at(p + 1));
    case '[': return in_set(c, p, end - 1);
    default: return byte_at(p) == c;
    }
}

// --- Repetition

static const char *match_most(matcher *m, const char *text, const char *p, const char *end) {
    ptrdiff_t count = 0;
    while (matches_one(m, text + count, p, end))
        count++;
    for (; count >= 0; count--) {
        const char *result = match_here(m, text + count, end + 1);
        if (result != NULL)
            return result;
    }
    return NULL;
}

static const char *match_fewest(matcher *m, const char *text, const char *p, const char *end) {
    for (;;) {
        const char *result = match_here(m, text, end + 1);
        if (result != NULL)
            return result;
        if (!matches_one(m, text, p, end))
            return NULL;
        text++;
    }
}

// --- Captures

static const char *open_capture(matcher *m, const char *text, const char *p, ptrdiff_t kind) {
    if (m->count >= MAX_CAPTURES)
        luaL_error(m->L, "too many captures");
    m->captures[m->count].start = text;
    m->captures[m->count].size = kind;
    m->count++;
    const char *result = match_here(m, text, p);
    if (result == NULL)
        m->count--;
    return result;
}

static const char *close_capture(matcher *m, const char *text, const char *p) {
    int index = m->count - 1;
    while (index >= 0 && m->captures[index].size != CAPTURE_OPEN)
        index--;
    if (index < 0)
        luaL_error(m->L, "invalid pattern capture");
    m->captures[index].size = text - m->captures[index].start;
    const char *result = match_here(m, text, p);
    if (result == NULL)
        m->captures[index].size = CAPTURE_OPEN;
    return result;
}

static const char *match_capture_again(matcher *m, const char *text, int digit) {
    int index = digit - '1';
    if (index < 0 || index >= m->count || m->captures[index].size == CAPTURE_OPEN)
        luaL_error(m->L, "invalid capture index %%%d in pattern", index + 1);
    size_t size = m->captures[index].size == CAPTURE_POSITION ? 0 : (size_t)m->captures[index].size;
    if ((size_t)(m->subject_end - text) < size || memcmp(m->captures[index].start, text, size) != 0)
        return NULL;
    return text + size;
}

// --- %b and %f

static const char *match_balanced(matcher *m, const char *text, const char *p) {
    if (p + 1 >= m->pattern_end)
        luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
    if (text >= m->subject_end || *text != *p)
        return NULL;
    int depth = 1;
    while (++text < m->subject_end) {
        if (*text == p[1]) {
            if (--depth == 0)
                return text + 1;
        } else if (*text == *p) {
            depth++;
        }
    }
    return NULL;
}

// `p` is behind "%f". Returns the pattern behind the set, or NULL when `text` is at no frontier.
static const char *match_frontier(matcher *m, const char *text, const char *p) {
    if (p >= m->pattern_end || *p != '[')
        luaL_error(m->L, "missing '[' after '%%f' in pattern");
    const char *end = item_end(m, p);
    int before = text == m->subject ? '\0' : byte_at(text - 1);
    int after = text == m->subject_end ? '\0' : byte_at(text);
    return !in_set(before, p, end - 1) && in_set(after, p, end - 1) ? end : NULL;
}

// --- The matcher

// One item with its repetition. Returns the result, or NULL and sets *p and *text to go on behind the item.
static const char *match_item(matcher *m, const char **text, const char **p) {
    const char *item = *p;
    const char *end = item_end(m, item);
    char repetition = end < m->pattern_end ? *end : '\0';
    int matches = matches_one(m, *text, item, end);
    const char *result = NULL;
    *p = NULL;
    switch (repetition) {
    case '*': return match_most(m, *text, item, end);
    case '-': return match_fewest(m, *text, item, end);
    case '+': return matches ? match_most(m, *text + 1, item, end) : NULL;
    case '?':
        if (matches && (result = match_here(m, *text + 1, end + 1)) != NULL)
            return result;
        *p = end + 1;
        return NULL;
    default:
        if (matches) {
            *p = end;
            ++*text;
        }
        return NULL;
    }
}

// An escape with a meaning of its own. Returns 0 for all others; else sets *p (NULL: no match) and *text.
static int match_escape(matcher *m, const char **text, const char **p) {
    const char *behind = *p + 2;
    switch ((*p)[1]) {
    case 'b':
        *text = match_balanced(m, *text, behind);
        *p = *text == NULL ? NULL : behind + 2;
        return 1;
    case 'f':
        *p = match_frontier(m, *text, behind);
        return 1;
    case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
        *text = match_capture_again(m, *text, (*p)[1]);
        *p = *text == NULL ? NULL : behind;
        return 1;
    default:
        return 0;
    }
}

static const char *match_rest(matcher *m, const char *text, const char *p) {
    while (p != NULL && p != m->pattern_end) {
        POLL(m->vm, m->L);
        if (*p == '(')
            return p + 1 < m->pattern_end && p[1] == ')' ? open_capture(m, text, p + 2, CAPTURE_POSITION)
                                                         : open_capture(m, text, p + 1, CAPTURE_OPEN);
        if (*p == ')')
            return close_capture(m, text, p + 1);
        if (*p == '$' && p + 1 == m->pattern_end)
            return text == m->subject_end ? text : NULL;
        if (*p == ESCAPE && p + 1 < m->pattern_end && match_escape(m, &text, &p))
            continue;
        const char *result = match_item(m, &text, &p);
        if (result != NULL)
            return result;
    }
    return p == NULL ? NULL : text;
}

const char *match_here(matcher *m, const char *text, const char *pattern) {
    if (++m->nesting > MAX_NESTING)
        luaL_error(m->L, "pattern too complex");
    const char *result = match_rest(m, text, pattern);
    m->nesting--;
    return result;
}

// --- Results

void push_capture(matcher *m, int index, const char *text, const char *end) {
    if (index >= m->count) {
        if (index != 0)
            luaL_error(m->L, "invalid capture index %%%d", index + 1);
        lua_pushlstring(m->L, text, (size_t)(end - text));
        return;
    }
    ptrdiff_t size = m->captures[index].size;
    if (size == CAPTURE_OPEN)
        luaL_error(m->L, "unfinished capture");
    if (size == CAPTURE_POSITION)
        lua_pushinteger(m->L, m->captures[index].start - m->subject + 1);
    else
        lua_pushlstring(m->L, m->captures[index].start, (size_t)size);
}

int push_captures(matcher *m, const char *text, const char *end) {
    int count = m->count == 0 && text != NULL ? 1 : m->count;
    luaL_checkstack(m->L, count, "too many captures");
    for (int i = 0; i < count; i++)
        push_capture(m, i, text, end);
    return count;
}
