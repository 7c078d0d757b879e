// Whether the pixels of a PNG or WebP are all there, told without libvips: its hundred libraries take longer
// to load than a call takes, and most answers are only written to a file.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum imgflow_png_state {
    IMGFLOW_PNG_WHOLE,
    /// Rows, or chunks up to its end, are missing.
    IMGFLOW_PNG_CUT,
    /// A checksum is wrong, or what is compressed cannot be read: decoders may pass over it all the same.
    IMGFLOW_PNG_DAMAGED,
    /// Unusual: a decoder has to tell.
    IMGFLOW_PNG_UNKNOWN,
};

/// Checksums, the compressed data to its end, and every row's filter (PNG Third Edition, 5 to 10). From any
/// thread.
enum imgflow_png_state imgflow_png_scan(const uint8_t *_Nonnull bytes, size_t count);

/// Decoded by libwebp, where it is installed. False is no verdict. From any thread.
bool imgflow_webp_is_whole(const uint8_t *_Nonnull bytes, size_t count);
