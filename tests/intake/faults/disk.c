/* A disk that fails when it is told to, laid over the C library's calls (LD_PRELOAD).
 *
 * Only files whose path begins with FAULTY_PATH are touched. What fails is read from the file FAULTY_CONTROL, which the
 * test writes while the program runs: six numbers of 32 bits, see `struct control`. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, TRUNCATE = 4, OPEN = 8 };

struct control {
    _Atomic uint32_t calls;    /* which fail: a sum of the above */
    _Atomic uint32_t error;    /* with what errno */
    _Atomic uint32_t one_in;   /* how rarely */
    _Atomic uint32_t left;     /* how often still */
    _Atomic uint32_t failed;   /* how often they have */
    _Atomic uint32_t state;    /* of the dice */
};

static struct control *control;
static const char *path;
static _Atomic unsigned char ours[65536];

__attribute__((constructor)) static void begin(void)
{
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    const char *file = getenv("FAULTY_CONTROL");
    path = getenv("FAULTY_PATH");
    int descriptor = file && path ? real(file, O_RDWR) : -1;
    if (descriptor < 0)
        return;
    void *map = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    control = map == MAP_FAILED ? NULL : map;
    close(descriptor);
}

static int fails(uint32_t call)
{
    if (!control || !(atomic_load(&control->calls) & call))
        return 0;
    uint32_t dice = atomic_fetch_add(&control->state, 0x9e3779b9u);
    dice ^= dice >> 16;
    dice *= 0x85ebca6bu;
    dice ^= dice >> 13;
    uint32_t one_in = atomic_load(&control->one_in);
    if (!one_in || dice % one_in)
        return 0;
    uint32_t left = atomic_load(&control->left);
    do {
        if (!left)
            return 0;
    } while (!atomic_compare_exchange_weak(&control->left, &left, left == UINT32_MAX ? left : left - 1));
    atomic_fetch_add(&control->failed, 1);
    errno = (int)atomic_load(&control->error);
    return 1;
}

static int is_ours(int descriptor)
{
    return descriptor >= 0 && descriptor < 65536 && ours[descriptor];
}

/* An error, or no error at all: a disk that says it has written what it has not. */
static ssize_t unwritten(size_t count)
{
    return errno ? -1 : (ssize_t)count;
}

static int opened(const char *file, int descriptor)
{
    if (descriptor >= 0 && descriptor < 65536)
        ours[descriptor] = path && !strncmp(file, path, strlen(path));
    return descriptor;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define OPEN_LIKE(name)                                                           \
    int name(const char *file, int flags, ...)                                    \
    {                                                                             \
        REAL(name);                                                               \
        va_list rest;                                                             \
        va_start(rest, flags);                                                    \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;                 \
        va_end(rest);                                                             \
        if (path && !strncmp(file, path, strlen(path)) && fails(OPEN))            \
            return -1;                                                            \
        return opened(file, real(file, flags, mode));                             \
    }
OPEN_LIKE(open)
OPEN_LIKE(open64)

int close(int descriptor)
{
    REAL(close);
    if (is_ours(descriptor))
        ours[descriptor] = 0;
    return real(descriptor);
}

ssize_t write(int descriptor, const void *bytes, size_t count)
{
    REAL(write);
    return is_ours(descriptor) && fails(WRITE) ? unwritten(count) : real(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t at)
{
    REAL(pwrite);
    return is_ours(descriptor) && fails(WRITE) ? unwritten(count) : real(descriptor, bytes, count, at);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t at)
{
    REAL(pwrite64);
    return is_ours(descriptor) && fails(WRITE) ? unwritten(count) : real(descriptor, bytes, count, at);
}

int fsync(int descriptor)
{
    REAL(fsync);
    return is_ours(descriptor) && fails(SYNC) ? -1 : real(descriptor);
}

int fdatasync(int descriptor)
{
    REAL(fdatasync);
    return is_ours(descriptor) && fails(SYNC) ? -1 : real(descriptor);
}

int ftruncate(int descriptor, off_t length)
{
    REAL(ftruncate);
    return is_ours(descriptor) && fails(TRUNCATE) ? -1 : real(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length)
{
    REAL(ftruncate64);
    return is_ours(descriptor) && fails(TRUNCATE) ? -1 : real(descriptor, length);
}
