/*
 * Records the kernels that a process gives to OpenCL. scripts/gpu-kernels and scripts/oclgrind-kernels compile this
 * file into a library and load it into the JVM by LD_PRELOAD. It needs no headers of OpenCL.
 *
 *   KERNEL_LOG=DIR      DIR/HASH.cl is the text of a program. DIR/launches has a line "HASH KERNEL GLOBAL LOCAL" for
 *                       each program, kernel and grid that was launched.
 *   KERNEL_LOG_EACH=1   Also waits for each kernel, and writes "kernel-log: HASH KERNEL GLOBAL LOCAL" on standard error
 *                       before it. What is reported until the next such line belongs to that kernel.
 *   KERNEL_LOG_TYPE=N   Devices say that they are of this type: 2 a CPU, 4 a GPU. Oclgrind's device says that it is of
 *                       all types at once, and TornadoVM leaves such a device out.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEVICE_TYPE = 0x1000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Programs and kernels. A later entry of the same handle replaces an earlier one. */
static struct entry {
    const void *handle;
    uint64_t hash;
    char kernel[64];
    size_t global, local;
} *entries;
static size_t count, room;

static void *real(const char *name) {
    void *library = dlopen("libOpenCL.so.1", RTLD_NOW);
    void *function = library ? dlsym(library, name) : NULL;
    if (!function) {
        fprintf(stderr, "kernel-log: no %s: %s\n", name, dlerror());
        abort();
    }
    return function;
}

static void remember(const void *handle, uint64_t hash, const char *kernel) {
    struct entry *e = NULL;
    for (size_t i = 0; i < count && !e; i++) {
        e = entries[i].handle == handle ? &entries[i] : NULL;
    }
    if (!e) {
        if (count == room) {
            room = room ? 2 * room : 256;
            entries = realloc(entries, room * sizeof *entries);
            if (!entries) {
                abort();
            }
        }
        e = &entries[count++];
    }
    memset(e, 0, sizeof *e);
    e->handle = handle;
    e->hash = hash;
    strncpy(e->kernel, kernel, sizeof e->kernel - 1);
}

static struct entry *find(const void *handle) {
    for (size_t i = 0; i < count; i++) {
        if (entries[i].handle == handle) {
            return &entries[i];
        }
    }
    return NULL;
}

static FILE *in_log(const char *name, const char *mode) {
    char path[4096];
    const char *directory = getenv("KERNEL_LOG");
    if (!directory) {
        return NULL;
    }
    snprintf(path, sizeof path, "%s/%s", directory, name);
    if (*mode == 'x' && access(path, F_OK) == 0) {
        return NULL;
    }
    FILE *file = fopen(path, *mode == 'x' ? "w" : mode);
    if (!file) {
        perror(path);
        abort();
    }
    return file;
}

void *clCreateProgramWithSource(void *context, uint32_t n, const char **texts, const size_t *lengths, int32_t *error) {
    static void *(*next)(void *, uint32_t, const char **, const size_t *, int32_t *);
    pthread_mutex_lock(&lock);
    if (!next) {
        next = real("clCreateProgramWithSource");
    }
    uint64_t hash = 14695981039346656037u;
    for (uint32_t i = 0; i < n; i++) {
        size_t length = lengths && lengths[i] ? lengths[i] : strlen(texts[i]);
        for (size_t j = 0; j < length; j++) {
            hash = (hash ^ (unsigned char) texts[i][j]) * 1099511628211u;
        }
    }
    char name[32];
    snprintf(name, sizeof name, "%016llx.cl", (unsigned long long) hash);
    FILE *file = in_log(name, "x");
    for (uint32_t i = 0; file && i < n; i++) {
        fwrite(texts[i], 1, lengths && lengths[i] ? lengths[i] : strlen(texts[i]), file);
    }
    if (file) {
        fclose(file);
    }
    void *program = next(context, n, texts, lengths, error);
    remember(program, hash, "");
    pthread_mutex_unlock(&lock);
    return program;
}

void *clCreateKernel(void *program, const char *name, int32_t *error) {
    static void *(*next)(void *, const char *, int32_t *);
    pthread_mutex_lock(&lock);
    if (!next) {
        next = real("clCreateKernel");
    }
    void *kernel = next(program, name, error);
    struct entry *of = find(program);
    if (of) {
        remember(kernel, of->hash, name);
    }
    pthread_mutex_unlock(&lock);
    return kernel;
}

int32_t clEnqueueNDRangeKernel(void *queue, void *kernel, uint32_t dims, const size_t *offset, const size_t *global,
                               const size_t *local, uint32_t waits, const void *list, void *event) {
    static int32_t (*next)(void *, void *, uint32_t, const size_t *, const size_t *, const size_t *, uint32_t,
                           const void *, void *);
    static int32_t (*finish)(void *);
    pthread_mutex_lock(&lock);
    if (!next) {
        next = real("clEnqueueNDRangeKernel");
        finish = real("clFinish");
    }
    int each = getenv("KERNEL_LOG_EACH") != NULL;
    struct entry *e = find(kernel);
    size_t group = local ? local[0] : 0;
    if (e) {
        char line[256];
        int length = snprintf(line, sizeof line, "%016llx %s %zu %zu\n", (unsigned long long) e->hash, e->kernel,
                              global[0], group);
        if (e->global != global[0] || e->local != group) {
            FILE *file = in_log("launches", "a");
            if (file) {
                fwrite(line, 1, (size_t) length, file);
                fclose(file);
            }
            e->global = global[0];
            e->local = group;
        }
        if (each) {
            fprintf(stderr, "\nkernel-log: %s", line);
            fflush(stderr);
        }
    }
    pthread_mutex_unlock(&lock);
    int32_t status = next(queue, kernel, dims, offset, global, local, waits, list, event);
    if (each && status == 0) {
        finish(queue);
    }
    return status;
}

int32_t clGetDeviceInfo(void *device, uint32_t what, size_t size, void *value, size_t *needed) {
    static int32_t (*next)(void *, uint32_t, size_t, void *, size_t *);
    if (!next) {
        next = real("clGetDeviceInfo");
    }
    int32_t status = next(device, what, size, value, needed);
    const char *type = getenv("KERNEL_LOG_TYPE");
    if (status == 0 && what == DEVICE_TYPE && value && size >= sizeof(uint64_t) && type) {
        *(uint64_t *) value = strtoull(type, NULL, 10);
    }
    return status;
}
