#include "CVips.h"
#include <dlfcn.h>
#include <pthread.h>

// fontconfig comes with libvips, whose text it serves; its types are opaque here. Source:
// https://www.freedesktop.org/software/fontconfig/fontconfig-devel/
typedef struct {
    int nfont;
    int sfont;
    void **fonts;
} FontSet;

static int (*init)(void);
static void *(*pattern_create)(void);
static int (*pattern_add_string)(void *, const char *, const unsigned char *);
static void (*pattern_destroy)(void *);
static FontSet *(*font_list)(void *, void *, void *);
static void (*font_set_destroy)(FontSet *);
static void *(*object_set_create)(void);
static void (*object_set_destroy)(void *);
static int (*object_set_add)(void *, const char *);
static int (*app_font_add_file)(void *, const unsigned char *);
static int (*pattern_get_char_set)(const void *, const char *, int, void **);
static int (*char_set_has)(const void *, unsigned);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void start(void) {
    void *library = dlopen("libfontconfig.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
    int (*found)(void) = (int (*)(void))dlsym(library, "FcInit");
    pattern_create = (void *(*)(void))dlsym(library, "FcPatternCreate");
    pattern_add_string =
        (int (*)(void *, const char *, const unsigned char *))dlsym(library, "FcPatternAddString");
    pattern_destroy = (void (*)(void *))dlsym(library, "FcPatternDestroy");
    font_list = (FontSet * (*)(void *, void *, void *)) dlsym(library, "FcFontList");
    font_set_destroy = (void (*)(FontSet *))dlsym(library, "FcFontSetDestroy");
    object_set_create = (void *(*)(void))dlsym(library, "FcObjectSetCreate");
    object_set_destroy = (void (*)(void *))dlsym(library, "FcObjectSetDestroy");
    object_set_add = (int (*)(void *, const char *))dlsym(library, "FcObjectSetAdd");
    app_font_add_file =
        (int (*)(void *, const unsigned char *))dlsym(library, "FcConfigAppFontAddFile");
    pattern_get_char_set = (int (*)(const void *, const char *, int, void **))dlsym(
        library, "FcPatternGetCharSet");
    char_set_has = (int (*)(const void *, unsigned))dlsym(library, "FcCharSetHasChar");
    if (object_set_add && app_font_add_file && pattern_get_char_set && char_set_has
        && pattern_create && pattern_add_string && pattern_destroy && font_list && font_set_destroy
        && object_set_create && object_set_destroy)
        init = found;
}

bool imgflow_font_exists(const char *family) {
    pthread_once(&once, start);
    // Without fontconfig nobody can tell: libvips then says itself what it misses.
    if (!init) return true;
    pthread_mutex_lock(&lock);
    bool exists = true;
    void *pattern = init() ? pattern_create() : NULL;
    void *objects = pattern ? object_set_create() : NULL;
    if (pattern && objects) {
        if (*family) pattern_add_string(pattern, "family", (const unsigned char *)family);
        FontSet *fonts = font_list(NULL, pattern, objects);
        exists = fonts && fonts->nfont > 0;
        if (fonts) font_set_destroy(fonts);
    }
    if (objects) object_set_destroy(objects);
    if (pattern) pattern_destroy(pattern);
    pthread_mutex_unlock(&lock);
    return exists;
}

bool imgflow_font_add(const char *path) {
    pthread_once(&once, start);
    if (!init) return false;
    pthread_mutex_lock(&lock);
    bool added = init() && app_font_add_file(NULL, (const unsigned char *)path);
    pthread_mutex_unlock(&lock);
    return added;
}

void imgflow_fonts_have(const uint32_t *letters, bool *found, size_t count) {
    pthread_once(&once, start);
    for (size_t i = 0; i < count; i++) found[i] = !init;
    if (!init) return;
    pthread_mutex_lock(&lock);
    void *pattern = init() ? pattern_create() : NULL;
    void *objects = pattern ? object_set_create() : NULL;
    if (pattern && objects && object_set_add(objects, "charset")) {
        FontSet *fonts = font_list(NULL, pattern, objects);
        for (int n = 0; fonts && n < fonts->nfont; n++) {
            void *letters_of_font = NULL;
            // FcResultMatch is 0.
            if (pattern_get_char_set(fonts->fonts[n], "charset", 0, &letters_of_font)) continue;
            for (size_t i = 0; i < count; i++)
                found[i] = found[i] || char_set_has(letters_of_font, letters[i]);
        }
        if (fonts) font_set_destroy(fonts);
    }
    if (objects) object_set_destroy(objects);
    if (pattern) pattern_destroy(pattern);
    pthread_mutex_unlock(&lock);
}
