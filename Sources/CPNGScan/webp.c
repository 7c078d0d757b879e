#include "CPNGScan.h"
#include <dlfcn.h>
#include <pthread.h>

typedef uint8_t *decode_function(const uint8_t *, size_t, int *, int *);
typedef int info_function(const uint8_t *, size_t, int *, int *);
typedef void free_function(void *);

static decode_function *decode;
static info_function *info;
static free_function *release;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    void *library = dlopen("libwebp.so.7", RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
    info = (info_function *)dlsym(library, "WebPGetInfo");
    release = (free_function *)dlsym(library, "WebPFree");
    decode = (decode_function *)dlsym(library, "WebPDecodeRGBA");
}

bool imgflow_webp_is_whole(const uint8_t *bytes, size_t count) {
    // Larger ones would take more memory here than line by line.
    const int64_t most_pixels = 6000000;
    pthread_once(&once, load);
    int width = 0, height = 0;
    if (!decode || !info || !release || !info(bytes, count, &width, &height)) return false;
    if ((int64_t)width * height > most_pixels) return false;
    uint8_t *pixels = decode(bytes, count, &width, &height);
    if (!pixels) return false;
    release(pixels);
    return true;
}
