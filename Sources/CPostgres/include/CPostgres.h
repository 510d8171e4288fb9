/// libpq, loaded on first use: linked, it brings Kerberos, LDAP and TLS to the start of every command, also those whose ledger
/// is a file. Types and constants are libpq's own.
#ifndef CPOSTGRES_H
#define CPOSTGRES_H

#include <postgresql/libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

/// Loads libpq, once. Returns NULL, or why it can't be used; the text stays valid.
const char *cpostgres_load(void);

/// libpq's version as it counts, such as 150018.
int cpostgres_version(void);

/// Connects with these options, NULL-terminated, and waits for it as `connect_timeout` says. `dbname` may hold a whole connection
/// string. Never NULL but without memory; `cpostgres_is_alive` tells whether it worked.
PGconn *cpostgres_connect(const char *const *keywords, const char *const *values);

/// Begins to connect, which tells all options (`cpostgres_option`) whatever their source, and does not wait.
PGconn *cpostgres_begin_connecting(const char *const *keywords, const char *const *values);

void cpostgres_close(PGconn *connection);
bool cpostgres_is_alive(PGconn *connection);
const char *cpostgres_error(PGconn *connection);

/// A copy of the value that an option has for this connection, to be freed with `free`; NULL where it has none.
char *cpostgres_option(PGconn *connection, const char *keyword);

/// A copy of the value that a connection string gives an option, to be freed with `free`; NULL where it gives none. Where the string
/// can't be read, `*problem` is libpq's words for it, to be freed with `free`.
char *cpostgres_option_in(const char *text, const char *keyword, char **problem);

/// What the server said in the start-up, such as `server_version`; NULL where it did not.
const char *cpostgres_parameter(PGconn *connection, const char *name);

/// Whether what is sent is encrypted.
bool cpostgres_is_encrypted(PGconn *connection);

/// Statements are sent one after the other and answered together.
bool cpostgres_use_pipeline(PGconn *connection);

/// Puts a statement in the line. Values are text; NULL is SQL's NULL; a type of 0 is the server's guess.
bool cpostgres_put(PGconn *connection, const char *sql, int count, const Oid *types, const char *const *values);

/// Ends the line: the statements go out, and their results can be taken.
bool cpostgres_send(PGconn *connection, int64_t deadline);

/// Takes the next result of the line; NULL when the connection is gone or `deadline` (milliseconds of CLOCK_MONOTONIC) has passed.
/// Between two statements' results and at the line's end are results of their own (`PGRES_PIPELINE_SYNC`).
PGresult *cpostgres_take(PGconn *connection, int64_t deadline);

void cpostgres_clear(PGresult *result);
ExecStatusType cpostgres_status(const PGresult *result);
/// An error's field, such as PG_DIAG_SQLSTATE; NULL where the error has none.
const char *cpostgres_field(const PGresult *result, int field);
int cpostgres_rows(const PGresult *result);
int cpostgres_columns(const PGresult *result);
Oid cpostgres_type(const PGresult *result, int column);
bool cpostgres_is_null(const PGresult *result, int row, int column);
const char *cpostgres_value(const PGresult *result, int row, int column);
int cpostgres_length(const PGresult *result, int row, int column);
/// How many rows a statement changed, as text; empty where it changes none.
const char *cpostgres_changed(PGresult *result);

/// Counts warnings of SQLSTATE 01000 from now on in `*count`, which must outlive the connection; other notices are dropped.
void cpostgres_count_warnings(PGconn *connection, int32_t *count);

/// Milliseconds of CLOCK_MONOTONIC.
int64_t cpostgres_now(void);

#endif
