// libchafa for Swift: images as text for a terminal, one function, none variadic.
//
// The library is opened when the first image is drawn, not linked: most runs draw none.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How a terminal takes images.
enum imgflow_chafa_mode {
    /// Two pixels a character, upper and lower half.
    IMGFLOW_CHAFA_BLOCKS,
    IMGFLOW_CHAFA_SIXEL,
};

/// NULL when libchafa is ready, else why not.
const char *_Nullable imgflow_chafa_start(void);

/// An image of `width` by `height` pixels, four bytes each, not premultiplied, as what to write to a
/// terminal: `rows` lines of `columns` characters. The caller calls `free`; NULL where there is no
/// memory.
///
/// - colors: 16,777,216, 256 or 16; of the blocks.
/// - cell_width, cell_height: pixels of a character; of the other modes.
char *_Nullable imgflow_chafa_draw(
    const uint8_t *_Nonnull rgba, int width, int height, int columns, int rows,
    enum imgflow_chafa_mode mode, int colors, int cell_width, int cell_height,
    size_t *_Nonnull count);
