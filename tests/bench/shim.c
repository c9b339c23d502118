/* Preloaded into a measured program: notes when its syncs return, and slows them down.
 *
 *   BENCH_SYNC_LOG=FILE    a line for each fsync and fdatasync: begin, end, path
 *                          (nanoseconds of CLOCK_MONOTONIC)
 *   BENCH_SYNC_DELAY_US=N  each takes N microseconds longer, as a slower disk would
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int log_fd = -1;
static long delay_us;
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

static long long now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("BENCH_SYNC_LOG"), *delay = getenv("BENCH_SYNC_DELAY_US");
    real_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    if (path && *path) log_fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (delay) delay_us = atol(delay);
}

static int sync_with(int (*sync)(int), int fd) {
    char link[64], path[512], line[600];
    long long start = now_ns();
    int result = sync(fd);
    if (delay_us > 0) {
        struct timespec t = {delay_us / 1000000, delay_us % 1000000 * 1000};
        nanosleep(&t, NULL);
    }
    long long end = now_ns();
    if (log_fd >= 0) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t n = readlink(link, path, sizeof path - 1);
        path[n < 0 ? 0 : n] = 0;
        int length = snprintf(line, sizeof line, "%lld %lld %s\n", start, end, path);
        if (write(log_fd, line, length) < 0) return result;
    }
    return result;
}

int fsync(int fd) { return sync_with(real_fsync, fd); }
int fdatasync(int fd) { return sync_with(real_fdatasync, fd); }
