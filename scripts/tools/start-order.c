// start-order PROGRAM [ARGUMENT...] <SYMBOLS >ORDER
//
// Runs PROGRAM and prints the names of its functions in the order in which they are first called, for the linker's
// --symbol-ordering-file. SYMBOLS is what `nm --defined-only PROGRAM` prints. What the program prints is thrown away.
//
// The first byte of every function is a breakpoint until it is hit once, so the run takes little longer than without.
// For Linux on x86-64.

#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static const unsigned char breakpoint = 0xCC;

typedef struct {
    uint64_t address;  // from the start of the image
    unsigned char first_byte;
    char is_called;
    char *name;
} function;

static function *functions;
static size_t count;

static int by_address(const void *a, const void *b) {
    uint64_t left = ((const function *)a)->address, right = ((const function *)b)->address;
    return left < right ? -1 : left > right;
}

static void read_symbols(void) {
    char *line = NULL;
    size_t size = 0, room = 0;
    for (ssize_t length; (length = getline(&line, &size, stdin)) > 0;) {
        unsigned long long address;
        char type;
        int name = 0;
        line[length - 1] = '\0';
        if (sscanf(line, "%llx %c %n", &address, &type, &name) != 2 || strchr("tTwW", type) == NULL) continue;
        if (count == room) functions = realloc(functions, (room = room * 2 + 1024) * sizeof *functions);
        if (functions == NULL) err(1, "symbols");
        functions[count++] = (function){.address = address, .name = strdup(line + name)};
    }
    free(line);
    if (count == 0) errx(1, "no functions on standard input");
    qsort(functions, count, sizeof *functions, by_address);
}

// Stopped before the first instruction of the program.
static pid_t start(char **command) {
    pid_t child = fork();
    if (child == 0) {
        int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, 0);
        dup2(nothing, 1);
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0) execv(command[0], command);
        err(127, "%s", command[0]);
    }
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) errx(1, "%s cannot be traced", command[0]);
    if (ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_EXITKILL | PTRACE_O_TRACECLONE) != 0) err(1, "trace");
    return child;
}

static FILE *process_file(pid_t child, const char *name, const char *mode) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", child, name);
    FILE *file = fopen(path, mode);
    if (file == NULL) err(1, "%s", path);
    return file;
}

static uint64_t image_start(pid_t child) {
    unsigned long long address;
    FILE *maps = process_file(child, "maps", "r");
    if (fscanf(maps, "%llx", &address) != 1) errx(1, "no memory map");
    fclose(maps);
    return address;
}

static void arm(int memory, uint64_t start) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && functions[i].address == functions[i - 1].address) continue;
        off_t place = (off_t)(start + functions[i].address);
        if (pread(memory, &functions[i].first_byte, 1, place) != 1 || pwrite(memory, &breakpoint, 1, place) != 1)
            err(1, "%s", functions[i].name);
    }
}

// Prints every name of the function that was hit, and lets it run. Two threads may hit the same one.
static void note_call(pid_t thread, int memory, uint64_t start) {
    struct user_regs_struct registers;
    if (ptrace(PTRACE_GETREGS, thread, NULL, &registers) != 0) err(1, "registers");
    registers.rip -= 1;
    function wanted = {.address = registers.rip - start};
    function *hit = bsearch(&wanted, functions, count, sizeof *functions, by_address);
    if (hit == NULL) errx(1, "a breakpoint that is not ours");
    while (hit > functions && hit[-1].address == wanted.address) hit--;
    if (pwrite(memory, &hit->first_byte, 1, (off_t)registers.rip) != 1) err(1, "%s", hit->name);
    for (; hit < functions + count && hit->address == wanted.address && !hit->is_called; hit++) {
        hit->is_called = 1;
        puts(hit->name);
    }
    if (ptrace(PTRACE_SETREGS, thread, NULL, &registers) != 0) err(1, "registers");
}

// Runs the program with all its threads, and returns how its first one ended.
static int follow(pid_t child, int memory, uint64_t start) {
    ptrace(PTRACE_CONT, child, NULL, 0);
    for (int status;;) {
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0) err(1, "wait");
        if (!WIFSTOPPED(status)) {
            if (thread == child) return status;
            continue;
        }
        int signal = WSTOPSIG(status);
        int is_new_thread = status >> 16 == PTRACE_EVENT_CLONE || signal == SIGSTOP;
        if (signal == SIGTRAP && !is_new_thread) note_call(thread, memory, start);
        // A thread that ended meanwhile needs no push.
        ptrace(PTRACE_CONT, thread, NULL, signal == SIGTRAP || is_new_thread ? 0L : (long)signal);
    }
}

int main(int argc, char **argv) {
    if (argc < 2) errx(2, "start-order PROGRAM [ARGUMENT...] <SYMBOLS");
    read_symbols();
    pid_t child = start(argv + 1);
    uint64_t image = image_start(child);
    int memory = fileno(process_file(child, "mem", "r+"));
    arm(memory, image);
    int status = follow(child, memory, image);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) errx(1, "%s did not end well", argv[1]);
    return 0;
}
