#include "CDisk.h"

#include <stdlib.h>

struct disk {
    sqlite3_vfs vfs;
    sqlite3_vfs *below;
    cdisk_observer observer;
    void *context;
};

/// An open file. The one below follows it in the same allocation.
struct file {
    sqlite3_file base;
    struct disk *disk;
    /// SQLite keeps it until the file is closed.
    const char *path;
    sqlite3_file *below;
};

static struct file *of(sqlite3_file *file) { return (struct file *)file; }

static int observe(struct disk *disk, struct cdisk_event event) {
    // A file without a name is SQLite's own scratch paper.
    return event.path ? disk->observer(disk->context, &event) : SQLITE_OK;
}

static int tell(sqlite3_file *file, enum cdisk_operation operation, long long offset, const void *bytes, int length) {
    return observe(of(file)->disk, (struct cdisk_event){operation, of(file)->path, offset, bytes, length});
}

static int closeFile(sqlite3_file *file) {
    sqlite3_file *below = of(file)->below;
    return below->pMethods ? below->pMethods->xClose(below) : SQLITE_OK;
}

static int readFile(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset) {
    int code = tell(file, CDISK_READ, offset, NULL, length);
    if (code != SQLITE_OK) return code;
    return of(file)->below->pMethods->xRead(of(file)->below, bytes, length, offset);
}

static int writeFile(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset) {
    sqlite3_file *below = of(file)->below;
    int code = tell(file, CDISK_WRITE, offset, bytes, length);
    if (code == SQLITE_OK) return below->pMethods->xWrite(below, bytes, length, offset);
    if (code == SQLITE_FULL) below->pMethods->xWrite(below, bytes, length / 2, offset);
    return code;
}

static int truncateFile(sqlite3_file *file, sqlite3_int64 size) {
    int code = tell(file, CDISK_TRUNCATE, size, NULL, 0);
    if (code != SQLITE_OK) return code;
    return of(file)->below->pMethods->xTruncate(of(file)->below, size);
}

static int syncFile(sqlite3_file *file, int flags) {
    int code = tell(file, CDISK_SYNC, 0, NULL, 0);
    if (code != SQLITE_OK) return code;
    return of(file)->below->pMethods->xSync(of(file)->below, flags);
}

static int sizeOfFile(sqlite3_file *file, sqlite3_int64 *size) {
    return of(file)->below->pMethods->xFileSize(of(file)->below, size);
}

static int lockFile(sqlite3_file *file, int level) { return of(file)->below->pMethods->xLock(of(file)->below, level); }

static int unlockFile(sqlite3_file *file, int level) {
    return of(file)->below->pMethods->xUnlock(of(file)->below, level);
}

static int isReserved(sqlite3_file *file, int *result) {
    return of(file)->below->pMethods->xCheckReservedLock(of(file)->below, result);
}

static int control(sqlite3_file *file, int what, void *argument) {
    return of(file)->below->pMethods->xFileControl(of(file)->below, what, argument);
}

static int sectorSize(sqlite3_file *file) { return of(file)->below->pMethods->xSectorSize(of(file)->below); }

static int characteristics(sqlite3_file *file) {
    return of(file)->below->pMethods->xDeviceCharacteristics(of(file)->below);
}

static int mapShared(sqlite3_file *file, int page, int size, int extends, void volatile **memory) {
    return of(file)->below->pMethods->xShmMap(of(file)->below, page, size, extends, memory);
}

static int lockShared(sqlite3_file *file, int offset, int count, int flags) {
    return of(file)->below->pMethods->xShmLock(of(file)->below, offset, count, flags);
}

static void barrier(sqlite3_file *file) { of(file)->below->pMethods->xShmBarrier(of(file)->below); }

static int unmapShared(sqlite3_file *file, int deletes) {
    return of(file)->below->pMethods->xShmUnmap(of(file)->below, deletes);
}

/// Version 2: shared memory for the write-ahead log, no memory-mapped pages, which would go past the observer.
static const sqlite3_io_methods methods = {
    2,         closeFile, readFile,        writeFile, truncateFile, syncFile,   sizeOfFile, lockFile,
    unlockFile, isReserved, control,        sectorSize, characteristics, mapShared,  lockShared, barrier,
    unmapShared,
};

static int openFile(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *outFlags) {
    struct disk *disk = (struct disk *)vfs;
    struct file *self = of(file);
    self->base.pMethods = NULL;
    self->disk = disk;
    self->path = path;
    self->below = (sqlite3_file *)(self + 1);
    self->below->pMethods = NULL;
    int code = observe(disk, (struct cdisk_event){CDISK_OPEN, path, 0, NULL, 0});
    if (code == SQLITE_OK) code = disk->below->xOpen(disk->below, path, self->below, flags, outFlags);
    if (self->below->pMethods) self->base.pMethods = &methods;
    return code;
}

static int deleteFile(sqlite3_vfs *vfs, const char *path, int syncsFolder) {
    struct disk *disk = (struct disk *)vfs;
    int code = observe(disk, (struct cdisk_event){CDISK_DELETE, path, 0, NULL, syncsFolder});
    return code == SQLITE_OK ? disk->below->xDelete(disk->below, path, syncsFolder) : code;
}

int cdisk_register(const char *name, cdisk_observer observer, void *context) {
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);
    struct disk *disk = below ? calloc(1, sizeof *disk) : NULL;
    if (!disk) return SQLITE_NOMEM;
    // Whatever does not touch the files of a database is taken over as it is.
    disk->vfs = *below;
    disk->vfs.pNext = NULL;
    disk->vfs.zName = name;
    disk->vfs.szOsFile = (int)sizeof(struct file) + below->szOsFile;
    disk->vfs.xOpen = openFile;
    disk->vfs.xDelete = deleteFile;
    disk->below = below;
    disk->observer = observer;
    disk->context = context;
    return sqlite3_vfs_register(&disk->vfs, 0);
}
