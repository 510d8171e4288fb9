// The functions that open files by name, closed to what is no file of the user's: the terminal, on which somebody may be
// asked whether to buy, and what the system tells of processes, their secrets and memory among it. Judged is what a name
// leads to, and not how it is spelled.
#define _GNU_SOURCE
#include "clua_internal.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#define REFUSAL "closed to scripts: terminals, open descriptors, and what the system tells of processes"

// What of a process's folder below /proc says no more than a list of processes does.
static const char *const harmless[] = {"stat", "statm", "status", "limits", "cgroup", "comm", "loginuid", NULL};

static int is_number(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (!isdigit((unsigned char)text[i]))
            return 0;
    return size > 0;
}

// Whether `path`, which lies in a file system of the kind of /proc, is of a process, or holds memory of the system.
static int tells_of_processes(const char *path) {
    const char *end = strrchr(path, '/');
    if (end != NULL && (strcmp(end, "/kcore") == 0 || strcmp(end, "/sysrq-trigger") == 0))
        return 1;
    for (const char *part = path; *part == '/';) {
        size_t size = strcspn(++part, "/");
        const char *rest = part + size;
        if (is_number(part, size)) {
            if (*rest == '/')
                for (const char *const *name = harmless; *name != NULL; name++)
                    if (strcmp(rest + 1, *name) == 0)
                        return 0;
            return 1;
        }
        part = rest;
    }
    return 0;
}

// Terminals, the screens behind them, and the memory of the machine: major numbers of Linux's list of devices.
static int is_closed_device(const struct stat *file) {
    unsigned number = major(file->st_rdev);
    if (number == 1)
        return minor(file->st_rdev) == 1 || minor(file->st_rdev) == 2 || minor(file->st_rdev) == 4;
    return number == 4 || number == 5 || number == 7 || (number >= 136 && number <= 143);
}

// Whether scripts may not open what `file` is.
static int is_closed(int file) {
    struct stat status;
    struct statfs system;
    if (fstat(file, &status) != 0 || fstatfs(file, &system) != 0)
        return 1;
    if (S_ISCHR(status.st_mode) && is_closed_device(&status))
        return 1;
    // Nothing that has a name: it can only have been reached through a descriptor.
    if (status.st_nlink == 0 || system.f_type == PIPEFS_MAGIC || system.f_type == ANON_INODE_FS_MAGIC)
        return 1;
    if (system.f_type != PROC_SUPER_MAGIC)
        return 0;
    char name[64], path[4096];
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    ssize_t size = readlink(name, path, sizeof path - 1);
    if (size < 0)
        return 1;
    path[size] = '\0';
    return tells_of_processes(path);
}

// Whether the name leads to what scripts may not open. What is not there yet is theirs to make.
static int leads_to_closed(const char *path) {
    // Links such as /proc/self/fd/1 and /dev/stdin lead to what has no name of its own.
    struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_NO_MAGICLINKS};
    int file = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
    if (file < 0 && errno == ELOOP)
        return 1;
    // Systems older than Linux 5.6, and some sandboxes, lack the call.
    if (file < 0 && (errno == ENOSYS || errno == EPERM))
        file = open(path, O_PATH | O_CLOEXEC);
    if (file < 0)
        return 0;
    int closed = is_closed(file);
    close(file);
    return closed;
}

// Runs the C function in the third upvalue in its own place, so that its errors tell where it was called and by which
// name, unless its first argument leads to what is closed. The first upvalue is that function's own; the second says
// whether what is closed is an error that is raised, or nil and a message.
static int guarded(lua_State *L) {
    // Only a text is a name: a number is one to Lua's own functions too.
    const char *path = lua_isstring(L, 1) ? lua_tostring(L, 1) : NULL;
    if (path != NULL && leads_to_closed(path)) {
        if (lua_toboolean(L, lua_upvalueindex(2)))
            return luaL_error(L, "%s: %s", path, REFUSAL);
        lua_pushnil(L);
        lua_pushfstring(L, "%s: %s", path, REFUSAL);
        lua_pushinteger(L, EACCES);
        return 3;
    }
    return lua_tocfunction(L, lua_upvalueindex(3))(L);
}

// Puts the guard in front of a function of C, of one upvalue at most, in the table on top.
static void guard(lua_State *L, const char *name, int raises) {
    lua_getfield(L, -1, name);
    if (lua_getupvalue(L, -1, 1) == NULL)
        lua_pushnil(L);
    lua_pushboolean(L, raises);
    lua_pushvalue(L, -3);
    lua_pushcclosure(L, guarded, 3);
    lua_setfield(L, -3, name);
    lua_pop(L, 1);
}

void clua_open_files(lua_State *L) {
    lua_getglobal(L, LUA_IOLIBNAME);
    guard(L, "open", 0);
    guard(L, "lines", 1);
    guard(L, "input", 1);
    guard(L, "output", 1);
    lua_pushglobaltable(L);
    guard(L, "loadfile", 0);
    guard(L, "dofile", 1);
    lua_pop(L, 2);
}
