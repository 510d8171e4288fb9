#include "CPostgres.h"

#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct {
    int (*lib_version)(void);
    PGconn *(*connect)(const char *const *, const char *const *, int);
    PGconn *(*connect_start)(const char *const *, const char *const *, int);
    void (*finish)(PGconn *);
    ConnStatusType (*status)(const PGconn *);
    char *(*error)(const PGconn *);
    int (*socket)(const PGconn *);
    PQconninfoOption *(*conninfo)(PGconn *);
    PQconninfoOption *(*conninfo_parse)(const char *, char **);
    void (*conninfo_free)(PQconninfoOption *);
    void (*freemem)(void *);
    const char *(*parameter)(const PGconn *, const char *);
    int (*ssl_in_use)(PGconn *);
    int (*set_nonblocking)(PGconn *, int);
    int (*enter_pipeline)(PGconn *);
    int (*sync)(PGconn *);
    int (*flush)(PGconn *);
    int (*consume)(PGconn *);
    int (*is_busy)(PGconn *);
    int (*send_params)(PGconn *, const char *, int, const Oid *, const char *const *, const int *, const int *, int);
    PGresult *(*get_result)(PGconn *);
    void (*clear)(PGresult *);
    ExecStatusType (*result_status)(const PGresult *);
    char *(*field)(const PGresult *, int);
    int (*tuples)(const PGresult *);
    int (*fields)(const PGresult *);
    Oid (*type)(const PGresult *, int);
    int (*is_null)(const PGresult *, int, int);
    char *(*value)(const PGresult *, int, int);
    int (*length)(const PGresult *, int, int);
    char *(*changed)(PGresult *);
    PQnoticeReceiver (*notice_receiver)(PGconn *, PQnoticeReceiver, void *);
} pq;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[512];

static void fail(const char *reason) {
    if (failure[0] == '\0')
        snprintf(failure, sizeof failure, "libpq is needed for a ledger on PostgreSQL and cannot be used: %s "
                 "(Debian: apt install libpq5)", reason != NULL ? reason : "libpq.so.5");
}

static void find(void *library, const char *name, void **symbol) {
    *symbol = dlsym(library, name);
    if (*symbol == NULL) fail(dlerror());
}

static void load(void) {
    void *library = dlopen("libpq.so.5", RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) {
        fail(dlerror());
        return;
    }
    find(library, "PQlibVersion", (void **)&pq.lib_version);
    find(library, "PQconnectdbParams", (void **)&pq.connect);
    find(library, "PQconnectStartParams", (void **)&pq.connect_start);
    find(library, "PQfinish", (void **)&pq.finish);
    find(library, "PQstatus", (void **)&pq.status);
    find(library, "PQerrorMessage", (void **)&pq.error);
    find(library, "PQsocket", (void **)&pq.socket);
    find(library, "PQconninfo", (void **)&pq.conninfo);
    find(library, "PQconninfoParse", (void **)&pq.conninfo_parse);
    find(library, "PQconninfoFree", (void **)&pq.conninfo_free);
    find(library, "PQfreemem", (void **)&pq.freemem);
    find(library, "PQparameterStatus", (void **)&pq.parameter);
    find(library, "PQsslInUse", (void **)&pq.ssl_in_use);
    find(library, "PQsetnonblocking", (void **)&pq.set_nonblocking);
    find(library, "PQenterPipelineMode", (void **)&pq.enter_pipeline);
    find(library, "PQpipelineSync", (void **)&pq.sync);
    find(library, "PQflush", (void **)&pq.flush);
    find(library, "PQconsumeInput", (void **)&pq.consume);
    find(library, "PQisBusy", (void **)&pq.is_busy);
    find(library, "PQsendQueryParams", (void **)&pq.send_params);
    find(library, "PQgetResult", (void **)&pq.get_result);
    find(library, "PQclear", (void **)&pq.clear);
    find(library, "PQresultStatus", (void **)&pq.result_status);
    find(library, "PQresultErrorField", (void **)&pq.field);
    find(library, "PQntuples", (void **)&pq.tuples);
    find(library, "PQnfields", (void **)&pq.fields);
    find(library, "PQftype", (void **)&pq.type);
    find(library, "PQgetisnull", (void **)&pq.is_null);
    find(library, "PQgetvalue", (void **)&pq.value);
    find(library, "PQgetlength", (void **)&pq.length);
    find(library, "PQcmdTuples", (void **)&pq.changed);
    find(library, "PQsetNoticeReceiver", (void **)&pq.notice_receiver);
}

const char *cpostgres_load(void) {
    pthread_once(&once, load);
    return failure[0] == '\0' ? NULL : failure;
}

int cpostgres_version(void) { return pq.lib_version(); }

PGconn *cpostgres_connect(const char *const *keywords, const char *const *values) {
    return pq.connect(keywords, values, 1);
}

PGconn *cpostgres_begin_connecting(const char *const *keywords, const char *const *values) {
    return pq.connect_start(keywords, values, 1);
}

void cpostgres_close(PGconn *connection) { pq.finish(connection); }
bool cpostgres_is_alive(PGconn *connection) { return pq.status(connection) == CONNECTION_OK; }
const char *cpostgres_error(PGconn *connection) { return pq.error(connection); }

static char *copied(PQconninfoOption *options, const char *keyword) {
    char *copy = NULL;
    for (PQconninfoOption *option = options; option != NULL && option->keyword != NULL; option++)
        if (strcmp(option->keyword, keyword) == 0 && option->val != NULL) copy = strdup(option->val);
    if (options != NULL) pq.conninfo_free(options);
    return copy;
}

char *cpostgres_option(PGconn *connection, const char *keyword) { return copied(pq.conninfo(connection), keyword); }

char *cpostgres_option_in(const char *text, const char *keyword, char **problem) {
    char *words = NULL;
    PQconninfoOption *options = pq.conninfo_parse(text, &words);
    *problem = options == NULL ? strdup(words != NULL ? words : "out of memory") : NULL;
    if (words != NULL) pq.freemem(words);
    return copied(options, keyword);
}

const char *cpostgres_parameter(PGconn *connection, const char *name) { return pq.parameter(connection, name); }
bool cpostgres_is_encrypted(PGconn *connection) { return pq.ssl_in_use(connection) != 0; }

bool cpostgres_use_pipeline(PGconn *connection) {
    return pq.set_nonblocking(connection, 1) == 0 && pq.enter_pipeline(connection) == 1;
}

bool cpostgres_put(PGconn *connection, const char *sql, int count, const Oid *types, const char *const *values) {
    return pq.send_params(connection, sql, count, types, values, NULL, NULL, 0) == 1;
}

int64_t cpostgres_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Waits until the socket can be read, or written where that is wanted; false when the time is over or the socket is gone.
static bool wait_for(PGconn *connection, bool writing, int64_t deadline) {
    struct pollfd descriptor = {.fd = pq.socket(connection), .events = POLLIN | (writing ? POLLOUT : 0)};
    if (descriptor.fd < 0) return false;
    for (;;) {
        int64_t left = deadline - cpostgres_now();
        if (left <= 0) return false;
        int ready = poll(&descriptor, 1, left > 60000 ? 60000 : (int)left);
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

bool cpostgres_send(PGconn *connection, int64_t deadline) {
    if (pq.sync(connection) != 1) return false;
    int left;
    while ((left = pq.flush(connection)) == 1) {
        if (!wait_for(connection, true, deadline)) return false;
        if (pq.consume(connection) != 1) return false;
    }
    return left == 0;
}

PGresult *cpostgres_take(PGconn *connection, int64_t deadline) {
    for (;;) {
        while (pq.is_busy(connection)) {
            if (!wait_for(connection, false, deadline) || pq.consume(connection) != 1) return NULL;
        }
        PGresult *result = pq.get_result(connection);
        // Behind each statement's last result stands an empty one.
        if (result != NULL) return result;
        if (pq.status(connection) != CONNECTION_OK) return NULL;
        if (!pq.is_busy(connection)) {
            PGresult *next = pq.get_result(connection);
            if (next != NULL) return next;
            if (!wait_for(connection, false, deadline) || pq.consume(connection) != 1) return NULL;
        }
    }
}

void cpostgres_clear(PGresult *result) { pq.clear(result); }
ExecStatusType cpostgres_status(const PGresult *result) { return pq.result_status(result); }
const char *cpostgres_field(const PGresult *result, int field) { return pq.field(result, field); }
int cpostgres_rows(const PGresult *result) { return pq.tuples(result); }
int cpostgres_columns(const PGresult *result) { return pq.fields(result); }
Oid cpostgres_type(const PGresult *result, int column) { return pq.type(result, column); }
bool cpostgres_is_null(const PGresult *result, int row, int column) { return pq.is_null(result, row, column) == 1; }
const char *cpostgres_value(const PGresult *result, int row, int column) { return pq.value(result, row, column); }
int cpostgres_length(const PGresult *result, int row, int column) { return pq.length(result, row, column); }
const char *cpostgres_changed(PGresult *result) { return pq.changed(result); }

static void count_warning(void *count, const PGresult *result) {
    const char *state = pq.field(result, PG_DIAG_SQLSTATE);
    if (state != NULL && strcmp(state, "01000") == 0) (*(int32_t *)count)++;
}

void cpostgres_count_warnings(PGconn *connection, int32_t *count) {
    pq.notice_receiver(connection, count_warning, count);
}
