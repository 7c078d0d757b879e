#define _GNU_SOURCE // O_TMPFILE
#include "CVips.h"
#include "functions.h"
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

/// More bytes of pixels than these are held in a file.
static const guint64 most_in_memory = 16 << 20;

/// Bytes that are being written, of all threads: what is free does not describe them yet.
static atomic_ullong under_way;

/// A file without a name, which is gone with the process: -1 where none can be made, or where it would
/// take more than half of what is free.
static int nameless_file(void) {
    const char *folder = getenv("TMPDIR");
    if (!folder || !*folder) folder = "/tmp";
    struct statvfs disk;
    if (statvfs(folder, &disk) != 0) return -1;
    if (disk.f_bavail * disk.f_frsize / 2 < atomic_load(&under_way)) return -1;
    if (access("/proc/self/fd", X_OK) != 0) return -1;
    return open(folder, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
}

/// The pixels of a file as an image of the same kind, with the same metadata.
static VipsImage *opened(VipsImage *image, const char *path, int pixel_size) {
    const int width = V(vips_image_get_width)(image), height = V(vips_image_get_height)(image);
    VipsImage *raw = V(vips_image_new_from_file_raw)(path, width, height, pixel_size, 0);
    if (!raw) return NULL;
    VipsImage *out = NULL;
    const int made = V(vips_copy)(
        raw, &out, "bands", V(vips_image_get_bands)(image), "format",
        V(vips_image_get_format)(image), "interpretation", V(vips_image_get_interpretation)(image),
        "xres", V(vips_image_get_xres)(image), "yres", V(vips_image_get_yres)(image), NULL);
    imgflow_unref(raw);
    if (made != 0) return NULL;
    gchar **fields = V(vips_image_get_fields)(image);
    for (gchar **field = fields; field && *field; field++) {
        GValue value = {0};
        if (V(vips_image_get_typeof)(out, *field) || V(vips_image_get)(image, *field, &value) != 0)
            continue;
        V(vips_image_set)(out, *field, &value);
        V(g_value_unset)(&value);
    }
    V(g_strfreev)(fields);
    return out;
}

VipsImage *imgflow_vips_held(VipsImage *image) {
    const int pixel_size = V(vips_image_get_bands)(image)
        * (int)V(vips_format_sizeof)(V(vips_image_get_format)(image));
    const guint64 bytes = (guint64)V(vips_image_get_width)(image)
        * V(vips_image_get_height)(image) * pixel_size;
    if (bytes <= most_in_memory) return imgflow_vips_in_memory(image);
    atomic_fetch_add(&under_way, bytes);
    const int file = nameless_file();
    if (file < 0) {
        atomic_fetch_sub(&under_way, bytes);
        return imgflow_vips_in_memory(image);
    }
    VipsImage *begun = imgflow_begin(image);
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    // libvips opens the file again, and maps the few lines of it that are asked for.
    VipsImage *out =
        V(vips_rawsave)(begun, path, NULL) == 0 ? opened(image, path, pixel_size) : NULL;
    atomic_fetch_sub(&under_way, bytes);
    close(file);
    return imgflow_made(out, begun);
}

bool imgflow_vips_write_whole(VipsImage *image, const char *path) {
    VipsImage *file = V(vips_image_new_mode)(path, "w");
    if (!file) return false;
    VipsImage *begun = imgflow_begin(image);
    const bool written = V(vips_image_write)(begun, file) == 0 && imgflow_is_whole(begun);
    imgflow_unref(begun);
    imgflow_unref(file);
    return written;
}

// "v" opens a file of libvips' own kind, and looks for no decoder.
VipsImage *imgflow_vips_open_whole(const char *path) {
    return V(vips_image_new_mode)(path, "v");
}
