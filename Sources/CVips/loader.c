#define _GNU_SOURCE // dladdr
#include "CVips.h"
#include "functions.h"
#include <dlfcn.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct imgflow_functions imgflow_table;

static pthread_mutex_t building = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

void imgflow_building(void) { pthread_mutex_lock(&building); }

void imgflow_built(void) { pthread_mutex_unlock(&building); }

void imgflow_unref(void *object) {
    imgflow_building();
    V(g_object_unref)(object);
    imgflow_built();
}

static char failure[512];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static atomic_uint warnings;

unsigned imgflow_vips_warnings(void) { return atomic_load(&warnings); }

/// What goes wrong is reported by the call that failed, not on the standard error stream.
static void drop_message(
    const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data) {
    (void)domain, (void)message, (void)data;
    if (level & G_LOG_LEVEL_WARNING) atomic_fetch_add(&warnings, 1);
}

/// Only formats that imgflow knows may be decoded, whatever the installed libvips can do.
static void allow_known_formats(void) {
    static const char *const loaders[] = {
        "VipsForeignLoadPng", "VipsForeignLoadJpeg", "VipsForeignLoadWebp", "VipsForeignLoadTiff",
        "VipsForeignLoadNsgif", "VipsForeignLoadHeif",
    };
    V(vips_block_untrusted_set)(TRUE);
    V(vips_operation_block_set)("VipsForeignLoad", TRUE);
    for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
        V(vips_operation_block_set)(loaders[i], FALSE);
}

/// libvips loads all its modules at once: half the time that it takes to start, for PDF, microscopes,
/// ImageMagick and others that are never allowed. Where VIPSHOME leads nowhere it finds none of them;
/// `imgflow_vips_open_heif` opens the one that is wanted.
///
/// The variable is there under another name before there are threads, and has its own while libvips starts:
/// to add one later would move the environment away under those who read it.
static char home[] = "_IPSHOME=/dev/null/none";

void imgflow_vips_reserve(void) { putenv(home); }

static int init_without_modules(void) {
    home[0] = 'V';
    int code = V(vips_init)("imgflow");
    home[0] = '_';
    return code;
}

/// Opens what most of libvips' hundred libraries hang on, by Debian 12's names, before libvips itself: each
/// symbol is looked for in one library after the other, and in these smaller families sooner found. It takes
/// two thirds of the time; where one is missing libvips opens what it has instead.
static void open_families(void) {
    static const char *const names[] = {
        "librsvg-2.so.2", "libcfitsio.so.10", "libmatio.so.11", "libOpenEXR-3_1.so.30",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        dlopen(names[i], RTLD_LAZY | RTLD_LOCAL);
}

/// libvips' threads for one image that is worked on alone. Set once: libvips measures the lines that it keeps by
/// it when a pipeline is built and again when it runs, and the two have to agree.
static int most_threads;
static atomic_int images_at_once = 1;

void imgflow_vips_share(int images) { atomic_store(&images_at_once, images); }

void imgflow_share_threads(VipsImage *image) {
    const int own = most_threads / VIPS_MAX(1, atomic_load(&images_at_once));
    // A few lines are no work for several: libvips gives each 16 and more.
    const int useful = 1 + image->Ysize / 32;
    V(vips_image_set_int)(image, VIPS_META_CONCURRENCY, VIPS_MAX(1, VIPS_MIN(own, useful)));
}

static void start(void) {
    imgflow_give_back_code();
    // Each thread's heap keeps what its images took: with one heap for all, 200 images need little
    // more memory than one, and no more time.
    mallopt(M_ARENA_MAX, 1);
    // What holds a file or many lines goes back to the system when it is freed, and is never kept for the
    // next image, whose lines are of another length: malloc would learn from the first such piece to keep
    // them all.
    mallopt(M_MMAP_THRESHOLD, 32 << 10);
    open_families();
    imgflow_give_back_code();
    // Of its hundred libraries few functions are ever called: the rest need not be looked up.
    void *library = dlopen("libvips.so.42", RTLD_LAZY | RTLD_LOCAL);
    if (!library) {
        snprintf(
            failure, sizeof failure,
            "libvips is missing (%s): install it with `apt-get install libvips42`", dlerror());
        return;
    }
#define F(name) \
    if (!(imgflow_table.name = (__typeof__(&name))dlsym(library, #name))) { \
        snprintf( \
            failure, sizeof failure, \
            "libvips is too old (no " #name "): expected 8.13 or newer, `apt-get install libvips42`"); \
        return; \
    }
    IMGFLOW_FUNCTIONS(F)
#undef F
    imgflow_give_back_code();
    V(g_log_set_default_handler)(drop_message, NULL);
    if (init_without_modules() != 0) {
        snprintf(failure, sizeof failure, "libvips does not start: %s", V(vips_error_buffer_copy)());
        return;
    }
    allow_known_formats();
    // Each image is worked on once: remembered operations would only hold its memory.
    V(vips_cache_set_max)(0);
    V(vips_cache_set_max_mem)(0);
    V(vips_cache_set_max_files)(0);
    most_threads = VIPS_CLIP(1, V(vips_concurrency_get)(), 4);
    V(vips_concurrency_set)(most_threads);
    imgflow_give_back_code();
}

const char *imgflow_vips_start(void) {
    pthread_once(&once, start);
    return *failure ? failure : NULL;
}

static void open_heif(void) {
    Dl_info library;
    if (!dladdr((void *)V(vips_init), &library)) return;
    const char *slash = strrchr(library.dli_fname, '/');
    if (!slash) return;
    char path[4096];
    int count = snprintf(
        path, sizeof path, "%.*s/vips-modules-%d.%d/vips-heif.so", (int)(slash - library.dli_fname),
        library.dli_fname, V(vips_version)(0), V(vips_version)(1));
    if (count < 0 || (size_t)count >= sizeof path) return;
    // A libvips without modules has it built in; one without HEIF says so when it is asked.
    GModule *module = V(g_module_open)(path, G_MODULE_BIND_LAZY);
    if (module) V(g_module_make_resident)(module);
}

void imgflow_vips_open_heif(void) {
    static pthread_once_t opened = PTHREAD_ONCE_INIT;
    if (!imgflow_vips_start()) pthread_once(&opened, open_heif);
}
