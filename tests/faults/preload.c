/* Stands between a program and its system calls (LD_PRELOAD), and makes one of them go wrong.
 *
 * Only calls that change something below a folder count: writes, syncs, truncations, and all that
 * makes, names or removes a file. fault_arm says below which folder, which of them (the first is
 * 1, 0 none), and how. What was called is kept as one letter and one length each. No power is cut
 * here, so a sync that does not go wrong is not carried out: that takes most of the time.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { MOST = 1 << 16, PAGE = 4096 };
enum { NOTHING, KILL, CUT_AND_KILL, FAIL, FAIL_ON, CUT_AND_FAIL, CUT };

static char folder[1024];
static size_t folder_length;
static long target, count, cut_at;
static int how, number, broken;
static char kinds[MOST];
static long lengths[MOST];

void fault_arm(const char *below, int mode, long which, int error, long cut)
{
    snprintf(folder, sizeof folder, "%s/", below);
    folder_length = strlen(folder);
    how = mode, target = which, number = error, cut_at = cut;
    broken = 0;
    __atomic_store_n(&count, 0, __ATOMIC_SEQ_CST);
}

void fault_disarm(void) { folder_length = 0; }
long fault_count(void) { return count < MOST ? count : MOST - 1; }
char fault_kind(long which) { return kinds[which]; }
long fault_length(long which) { return lengths[which]; }

static int below(const char *path)
{
    if (!folder_length || !path)
        return 0;
    return !strncmp(path, folder, folder_length)
        || (!strncmp(path, folder, folder_length - 1) && !path[folder_length - 1]);
}

static int holds(int fd)
{
    char link[64], path[1024];
    if (!folder_length)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return below(path);
}

static void die(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

/* Counts a call; how it is to go wrong. */
static int now(char kind, long length)
{
    long n = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
    if (n < MOST)
        kinds[n] = kind, lengths[n] = length;
    if (broken) /* a full disk still syncs, and lets go of files */
        return number != ENOSPC || strchr("waoml", kind) ? FAIL : NOTHING;
    if (n != target)
        return NOTHING;
    if (how == KILL)
        die();
    if (how == FAIL_ON)
        broken = 1;
    return how == FAIL_ON ? FAIL : how;
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) \
        real = (type (*)(__VA_ARGS__)) dlsym(RTLD_NEXT, name)

/* For a call that succeeds or fails as a whole. */
#define WHOLE(kind, length, call) \
    do { \
        int wrong = now(kind, length); \
        if (wrong == FAIL) { \
            errno = number; \
            return -1; \
        } \
        return call; \
    } while (0)

/* For one that may be done in part: up to cut_at bytes, -1 for the end of the page. */
#define PART(kind, call_with, offset) \
    do { \
        int wrong = now(kind, (long) size); \
        size_t part = cut_at < 0 ? PAGE - (size_t) (offset) % PAGE : (size_t) cut_at; \
        if (part >= size) \
            part = size / 2; \
        if (wrong == FAIL) { \
            errno = number; \
            return -1; \
        } \
        if (wrong != CUT && wrong != CUT_AND_KILL && wrong != CUT_AND_FAIL) \
            part = size; \
        ssize_t result = call_with(part); \
        if (wrong == CUT_AND_KILL) \
            die(); \
        if (wrong == CUT_AND_FAIL) { \
            errno = number; \
            return -1; \
        } \
        return result; \
    } while (0)

ssize_t write(int fd, const void *data, size_t size)
{
    REAL(ssize_t, "write", int, const void *, size_t);
    if (!holds(fd))
        return real(fd, data, size);
#define WRITE(part) real(fd, data, part)
    PART('w', WRITE, 0);
}

#define PWRITE(part) real(fd, data, part, offset)
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset)
{
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    if (!holds(fd))
        return real(fd, data, size, offset);
    PART('w', PWRITE, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    if (!holds(fd))
        return real(fd, data, size, offset);
    PART('w', PWRITE, offset);
}

int fsync(int fd)
{
    REAL(int, "fsync", int);
    if (!holds(fd))
        return real(fd);
    WHOLE('s', 0, 0);
}

int fdatasync(int fd)
{
    REAL(int, "fdatasync", int);
    if (!holds(fd))
        return real(fd);
    WHOLE('d', 0, 0);
}

int ftruncate(int fd, off_t length)
{
    REAL(int, "ftruncate", int, off_t);
    if (!holds(fd))
        return real(fd, length);
    WHOLE('t', (long) length, real(fd, length));
}

int ftruncate64(int fd, off64_t length)
{
    REAL(int, "ftruncate64", int, off64_t);
    if (!holds(fd))
        return real(fd, length);
    WHOLE('t', (long) length, real(fd, length));
}

int posix_fallocate64(int fd, off64_t offset, off64_t length)
{
    REAL(int, "posix_fallocate64", int, off64_t, off64_t);
    if (!holds(fd))
        return real(fd, offset, length);
    int wrong = now('a', (long) length);
    if (wrong == FAIL)
        return number;
    return real(fd, offset, length);
}

int rename(const char *from, const char *to)
{
    REAL(int, "rename", const char *, const char *);
    if (!below(from) && !below(to))
        return real(from, to);
    WHOLE('r', 0, real(from, to));
}

int renameat(int a, const char *from, int b, const char *to)
{
    REAL(int, "renameat", int, const char *, int, const char *);
    if (!below(from) && !below(to))
        return real(a, from, b, to);
    WHOLE('r', 0, real(a, from, b, to));
}

int link(const char *from, const char *to)
{
    REAL(int, "link", const char *, const char *);
    if (!below(to))
        return real(from, to);
    WHOLE('l', 0, real(from, to));
}

int linkat(int a, const char *from, int b, const char *to, int flags)
{
    REAL(int, "linkat", int, const char *, int, const char *, int);
    if (!below(to))
        return real(a, from, b, to, flags);
    WHOLE('l', 0, real(a, from, b, to, flags));
}

int unlink(const char *path)
{
    REAL(int, "unlink", const char *);
    if (!below(path))
        return real(path);
    WHOLE('u', 0, real(path));
}

int unlinkat(int at, const char *path, int flags)
{
    REAL(int, "unlinkat", int, const char *, int);
    if (!below(path))
        return real(at, path, flags);
    WHOLE('u', 0, real(at, path, flags));
}

int mkdir(const char *path, mode_t mode)
{
    REAL(int, "mkdir", const char *, mode_t);
    if (!below(path))
        return real(path, mode);
    WHOLE('m', 0, real(path, mode));
}

int mkdirat(int at, const char *path, mode_t mode)
{
    REAL(int, "mkdirat", int, const char *, mode_t);
    if (!below(path))
        return real(at, path, mode);
    WHOLE('m', 0, real(at, path, mode));
}

#define MAY_WRITE (O_CREAT | O_TRUNC | O_WRONLY | O_RDWR)
#define OPEN(name) \
    int name(const char *path, int flags, ...) \
    { \
        REAL(int, #name, const char *, int, ...); \
        va_list more; \
        va_start(more, flags); \
        int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, int) : 0; \
        va_end(more); \
        if (!(flags & MAY_WRITE) || !below(path)) \
            return real(path, flags, mode); \
        WHOLE('o', 0, real(path, flags, mode)); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int at, const char *path, int flags, ...) \
    { \
        REAL(int, #name, int, const char *, int, ...); \
        va_list more; \
        va_start(more, flags); \
        int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, int) : 0; \
        va_end(more); \
        if (!(flags & MAY_WRITE) || !below(path)) \
            return real(at, path, flags, mode); \
        WHOLE('o', 0, real(at, path, flags, mode)); \
    }
OPENAT(openat)
OPENAT(openat64)
