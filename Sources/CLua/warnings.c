// `warn`, as the stand-alone lua has it: off until a script says "@on".
#include "clua_internal.h"

#include <stdio.h>
#include <string.h>

static void warn_off(void *context, const char *message, int continues);
static void warn_on(void *context, const char *message, int continues);

static int is_control(lua_State *L, const char *message, int continues) {
    if (continues || message[0] != '@')
        return 0;
    if (strcmp(message, "@on") == 0)
        lua_setwarnf(L, warn_on, L);
    else if (strcmp(message, "@off") == 0)
        lua_setwarnf(L, warn_off, L);
    return 1;
}

static void warn_rest(void *context, const char *message, int continues) {
    fputs(message, stderr);
    if (!continues)
        fputc('\n', stderr);
    lua_setwarnf(context, continues ? warn_rest : warn_on, context);
}

static void warn_on(void *context, const char *message, int continues) {
    if (is_control(context, message, continues))
        return;
    fputs("Lua warning: ", stderr);
    warn_rest(context, message, continues);
}

static void warn_off(void *context, const char *message, int continues) {
    is_control(context, message, continues);
}

void clua_prepare_warnings(lua_State *L) {
    lua_setwarnf(L, warn_off, L);
}
