// os.execute and io.popen. Lua's own wait for the program whatever happens; here an interrupt ends the program first.
#define _GNU_SOURCE
#include "clua_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

// How long a program may take to end by itself once it was asked to, and how often a lost signal would be noticed.
#define PATIENCE_MILLISECONDS 200
#define LOOK_MILLISECONDS 500

// Threads of a pool have all signals blocked, which a program would inherit.
static void prepare_signals(posix_spawnattr_t *attributes) {
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_init(attributes);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK);
}

// Starts the shell; `theirs` becomes its `standard` stream, unless negative. Returns -1 and sets errno where that fails.
static pid_t start(const char *command, int theirs, int standard) {
    char *const arguments[] = {"sh", "-c", (char *)command, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t pid = -1;
    posix_spawn_file_actions_init(&actions);
    if (theirs >= 0)
        posix_spawn_file_actions_adddup2(&actions, theirs, standard);
    prepare_signals(&attributes);
    errno = posix_spawn(&pid, "/bin/sh", &actions, &attributes, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return errno == 0 ? pid : -1;
}

// How often the script had to stop before now; once less when it has to already. Any other number than this, later, means
// that it had to stop since.
static int interrupts_before(const clua_vm *vm) {
    int interrupts = vm->interrupts;
    return vm->interrupt != 0 && vm->interrupt != CLUA_INTERRUPT_EXIT ? interrupts - 1 : interrupts;
}

// glibc has a function for this only since 2.36.
static int open_process(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

// Waits for the end, and hastens it once the script that started it has to stop. Returns a status as waitpid does.
static int wait_for(clua_vm *vm, pid_t pid, int interrupts) {
    int status = 0, was_asked = 0;
    struct pollfd ended = {.fd = open_process(pid), .events = POLLIN};
    while (waitpid(pid, &status, WNOHANG) == 0) {
        int must_stop = vm->interrupts != interrupts;
        if (must_stop)
            kill(pid, was_asked ? SIGKILL : SIGTERM);
        was_asked |= must_stop;
        poll(&ended, ended.fd >= 0, must_stop ? PATIENCE_MILLISECONDS : ended.fd >= 0 ? LOOK_MILLISECONDS : 10);
    }
    if (ended.fd >= 0)
        close(ended.fd);
    return status;
}

static int execute(lua_State *L) {
    const char *command = luaL_optstring(L, 1, NULL);
    if (command == NULL) {
        lua_pushboolean(L, access("/bin/sh", X_OK) == 0);
        return 1;
    }
    clua_vm *vm = vm_of(L);
    int interrupts = interrupts_before(vm);
    fflush(NULL);
    pid_t pid = start(command, -1, -1);
    return pid < 0 ? luaL_fileresult(L, 0, NULL) : luaL_execresult(L, wait_for(vm, pid, interrupts));
}

// A file of the io library, with what is needed to close it.
typedef struct program {
    luaL_Stream stream;
    pid_t pid;
    int interrupts;
} program;

static int close_program(lua_State *L) {
    program *program = luaL_checkudata(L, 1, LUA_FILEHANDLE);
    fclose(program->stream.f);
    return luaL_execresult(L, wait_for(vm_of(L), program->pid, program->interrupts));
}

static int start_with_pipe(program *program, const char *command, int reads) {
    int ends[2];  // where to read, and where to write
    if (pipe2(ends, O_CLOEXEC) != 0)
        return 0;
    int ours = ends[reads ? 0 : 1], theirs = ends[reads ? 1 : 0];
    program->stream.f = fdopen(ours, reads ? "r" : "w");
    program->pid = program->stream.f == NULL ? -1 : start(command, theirs, reads ? STDOUT_FILENO : STDIN_FILENO);
    int failure = errno;
    close(theirs);
    if (program->pid >= 0)
        return 1;
    program->stream.f == NULL ? close(ours) : fclose(program->stream.f);
    errno = failure;
    return 0;
}

static int popen_program(lua_State *L) {
    const char *command = luaL_checkstring(L, 1);
    const char *mode = luaL_optstring(L, 2, "r");
    luaL_argcheck(L, strcmp(mode, "r") == 0 || strcmp(mode, "w") == 0, 2, "invalid mode");
    program *program = lua_newuserdatauv(L, sizeof *program, 0);
    program->stream.closef = NULL;  // a closed file, until there is one
    luaL_setmetatable(L, LUA_FILEHANDLE);
    program->interrupts = interrupts_before(vm_of(L));
    fflush(NULL);
    if (!start_with_pipe(program, command, *mode == 'r'))
        return luaL_fileresult(L, 0, command);
    program->stream.closef = close_program;
    return 1;
}

void clua_open_programs(lua_State *L) {
    lua_getglobal(L, LUA_OSLIBNAME);
    lua_pushcfunction(L, execute);
    lua_setfield(L, -2, "execute");
    lua_getglobal(L, LUA_IOLIBNAME);
    lua_pushcfunction(L, popen_program);
    lua_setfield(L, -2, "popen");
    lua_pop(L, 2);
}
