"""A PostgreSQL server of the bench's own, in a folder that goes with it."""

import contextlib
import glob
import os
import pwd
import shutil
import subprocess
import tempfile

TABLES = ["event", "purchase", "attempt", "server", "sent"]


class Server:
    def __init__(self, folder):
        self.folder = folder
        self.programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))[-1]

    def program(self, name, *words, **options):
        command = [os.path.join(self.programs, name), *words]
        if os.getuid() == 0:
            # The server refuses to be root's.
            command = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", *command]
        return subprocess.run(command, check=True, cwd=self.folder, text=True, **options)

    def address(self, database):
        return f"postgresql:///{database}?host={self.folder}&user=postgres"

    def sql(self, database, text):
        return self.program("psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-d", self.address(database), "-c", text,
                            stdout=subprocess.PIPE).stdout.strip()

    def take(self, database, record):
        """Puts what a file holds into the tables of a new ledger, as a superuser whom no guard stops."""
        for table in TABLES:
            rows = record.execute(f"SELECT * FROM {table}")
            with tempfile.NamedTemporaryFile("w", dir=self.folder) as file:
                for row in rows:
                    file.write("\t".join(map(copied, row)) + "\n")
                file.flush()
                os.chmod(file.name, 0o644)
                self.sql(database, f"SET session_replication_role = replica; TRUNCATE cph.{table}; "
                                   f"COPY cph.{table} FROM '{file.name}'")
        identity, = record.execute("SELECT value FROM meta WHERE name = 'ledger_id'").fetchone()
        self.sql(database, f"UPDATE cph.meta SET value = '{identity}' WHERE name = 'ledger_id'; "
                           "UPDATE cph.head SET (seq, hash) = "
                           "(SELECT seq, hash FROM cph.event ORDER BY seq DESC LIMIT 1); ANALYZE")


def copied(value):
    """A value as COPY takes it."""
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    text = str(value).replace("\\", "\\\\")
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


@contextlib.contextmanager
def server():
    """A server that runs meanwhile, with settings as they come: what is committed is on the disk."""
    folder = tempfile.mkdtemp(prefix="cph-bench-")
    try:
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        os.chmod(folder, 0o755)
        it = Server(folder)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        it.program("initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C",
                   **quiet)
        it.program("pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log",
                   "-o", f"-k {folder} -c listen_addresses= -c max_connections=60", "start", **quiet)
        try:
            yield it
        finally:
            it.program("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop", **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
