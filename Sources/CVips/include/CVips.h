// libvips for Swift: opaque images and one function a meaning, none of them variadic.
//
// The library is opened by `imgflow_vips_start`, not linked: loading its hundred libraries takes
// longer than a whole `imgflow check`. Nothing else here may be called before that succeeded.
// Every function that returns an image returns a new reference, which the caller releases with
// `imgflow_vips_release`; NULL means failure, and `imgflow_vips_take_error` tells why.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct _VipsImage ImgflowVipsImage;

#define IMGFLOW_NEW_IMAGE ImgflowVipsImage *_Nullable
#define IMGFLOW_IMAGE ImgflowVipsImage *_Nonnull

/// Opens and initializes libvips once, from any thread. NULL when it is ready, else the reason.
const char *_Nullable imgflow_vips_start(void);

/// Changes the environment, so that libvips will start sooner: called once, before there are threads.
void imgflow_vips_reserve(void);

/// So many images are worked on side by side from now on: more threads for one of them cost memory, each
/// its strip of lines, and win nothing.
void imgflow_vips_share(int images);

/// Gives back the memory of code and constants that were read and will hardly be read again: the kernel
/// maps 64 kB around each function that is called once, and that is most of what a start takes. What is
/// called again comes from the page cache, in microseconds. From any thread, any number of times.
void imgflow_give_back_code(void);

/// Opens what HEIF and AVIF need, once, from any thread; before they are read or written.
void imgflow_vips_open_heif(void);

/// Copies and clears the process-wide error buffer; the caller calls `free`.
char *_Nullable imgflow_vips_take_error(void);

void imgflow_vips_release(IMGFLOW_IMAGE image);

// Cancellation

/// Says that work is not wanted any more; from any thread.
typedef struct ImgflowSign ImgflowSign;

/// NULL where there is no memory; the caller releases it with `imgflow_sign_free`, when nobody heeds it.
ImgflowSign *_Nullable imgflow_sign_make(void);
void imgflow_sign_raise(ImgflowSign *_Nonnull sign);
void imgflow_sign_free(ImgflowSign *_Nonnull sign);

/// From here on what makes pixels for this thread fails soon after the sign went up; NULL heeds none.
void imgflow_vips_heed(ImgflowSign *_Nullable sign);
/// Whether the sign that this thread heeds went up.
bool imgflow_vips_is_broken_off(void);

// Facts

int imgflow_vips_width(IMGFLOW_IMAGE image);
int imgflow_vips_height(IMGFLOW_IMAGE image);
int imgflow_vips_bands(IMGFLOW_IMAGE image);
/// Bytes of one number.
int imgflow_vips_band_bytes(IMGFLOW_IMAGE image);
bool imgflow_vips_has_alpha(IMGFLOW_IMAGE image);
/// 8 bits a band, and sRGB or gray: nothing to convert for a model.
bool imgflow_vips_is_srgb8(IMGFLOW_IMAGE image);
bool imgflow_vips_is_8_or_16_bit(IMGFLOW_IMAGE image);
bool imgflow_vips_is_colorimetric(IMGFLOW_IMAGE image);
bool imgflow_vips_is_8_bit(IMGFLOW_IMAGE image);
bool imgflow_vips_is_cmyk(IMGFLOW_IMAGE image);
bool imgflow_vips_has_profile(IMGFLOW_IMAGE image);
/// Some of its pixels could not be read: libvips goes on in black, and leaves this mark.
bool imgflow_vips_is_broken(IMGFLOW_IMAGE image);
/// Images that its lines are made through, one from the other; 1 where they are there.
int imgflow_vips_depth(IMGFLOW_IMAGE image);
/// Dots per inch; 0 where nothing is known of it.
double imgflow_vips_resolution(IMGFLOW_IMAGE image);
/// vips_copy with another resolution.
IMGFLOW_NEW_IMAGE imgflow_vips_with_resolution(IMGFLOW_IMAGE image, double dpi);
/// EXIF orientation, 1 to 8.
int imgflow_vips_orientation(IMGFLOW_IMAGE image);

// In and out

/// vips_image_new_from_buffer: the bytes must outlive the image, which is read once, from top to bottom.
/// Damaged files fail instead of giving gray pixels. The EXIF orientation is what was planned with,
/// whatever the decoder makes of the file; metadata belong to the image. A strict one fails on what decoders
/// only warn of too.
IMGFLOW_NEW_IMAGE imgflow_vips_load(
    const void *_Nonnull bytes, size_t count, int orientation, bool is_strict);
/// One page of several, from 0.
IMGFLOW_NEW_IMAGE imgflow_vips_load_page(
    const void *_Nonnull bytes, size_t count, int orientation, int page);
/// The same of a JPEG, each side divided by 2, 4 or 8 while it is decoded.
IMGFLOW_NEW_IMAGE imgflow_vips_load_shrunk(
    const void *_Nonnull bytes, size_t count, int orientation, bool is_strict, int shrink);
/// The same image, which notes how far down its lines were made.
IMGFLOW_NEW_IMAGE imgflow_vips_watched(IMGFLOW_IMAGE image);
enum imgflow_reading {
    IMGFLOW_READ_WHOLE,
    /// Its last lines were never asked for.
    IMGFLOW_READ_IN_PART,
    IMGFLOW_READ_FAILED,
};
/// How many warnings libvips has logged, of all images: a decoder logs its own when its image goes.
unsigned imgflow_vips_warnings(void);
/// Of a watched image.
enum imgflow_reading imgflow_vips_reading(IMGFLOW_IMAGE watched);
/// vips_image_new_from_memory_copy and vips_copy: 1 to 4 interleaved 8-bit bands, gray or sRGB.
IMGFLOW_NEW_IMAGE imgflow_vips_from_memory(
    const void *_Nonnull bytes, size_t count, int width, int height, int bands);
/// vips_image_new_from_memory_copy: one band of floats.
IMGFLOW_NEW_IMAGE imgflow_vips_from_floats(const float *_Nonnull values, int width, int height);
/// vips_image_copy_memory: evaluates the pipeline now.
IMGFLOW_NEW_IMAGE imgflow_vips_in_memory(IMGFLOW_IMAGE image);
/// Evaluates the pipeline now: in memory up to 16 MB, beyond that in a file without a name in `TMPDIR` or /tmp
/// where there is room. For what is read from top to bottom afterwards.
IMGFLOW_NEW_IMAGE imgflow_vips_held(IMGFLOW_IMAGE image);
/// Evaluates the pipeline into a file that has all of the image, its metadata too, as libvips itself holds it.
///
/// Returns false where that failed; the file may then be there in part.
bool imgflow_vips_write_whole(IMGFLOW_IMAGE image, const char *_Nonnull path);
/// Such a file as an image: its pixels are read where they are asked for, in any order.
IMGFLOW_NEW_IMAGE imgflow_vips_open_whole(const char *_Nonnull path);
/// vips_image_write_to_memory: interleaved bands; release with `imgflow_vips_free`.
void *_Nullable imgflow_vips_pixels(IMGFLOW_IMAGE image, size_t *_Nonnull count);
void imgflow_vips_free(void *_Nullable bytes);

/// What a saver is told; each reads what its format has.
typedef struct {
    /// 1 to 100.
    int quality;
    /// In the format's own numbers: PNG and AVIF 0 to 9, WebP 0 to 6, GIF 1 to 10; JPEG optimizes from 6 on.
    int effort;
    bool is_lossless, is_progressive;
    /// 1 keeps all of the color, 2 half of it across and down, 0 leaves it to the quality.
    int chroma;
    /// Bits of a PNG's palette: 1, 2, 4 or 8; 0 without one.
    int palette_bits;
} ImgflowEncoding;

/// The encoded file, or NULL; release with `imgflow_vips_free`.
/// vips_pngsave_buffer, filter `sub`.
void *_Nullable imgflow_vips_save_png(
    IMGFLOW_IMAGE image, ImgflowEncoding how, size_t *_Nonnull count);
/// vips_jpegsave_buffer
void *_Nullable imgflow_vips_save_jpeg(
    IMGFLOW_IMAGE image, ImgflowEncoding how, size_t *_Nonnull count);
/// vips_webpsave_buffer
void *_Nullable imgflow_vips_save_webp(
    IMGFLOW_IMAGE image, ImgflowEncoding how, size_t *_Nonnull count);
/// vips_tiffsave_buffer, deflate.
void *_Nullable imgflow_vips_save_tiff(IMGFLOW_IMAGE image, size_t *_Nonnull count);
/// vips_gifsave_buffer
void *_Nullable imgflow_vips_save_gif(
    IMGFLOW_IMAGE image, ImgflowEncoding how, size_t *_Nonnull count);
/// vips_heifsave_buffer, AV1 or HEVC.
void *_Nullable imgflow_vips_save_heif(
    IMGFLOW_IMAGE image, bool av1, ImgflowEncoding how, size_t *_Nonnull count);

// Metadata

/// vips_copy and vips_image_remove of every field: EXIF, XMP, comments, and the profile if it is not kept.
IMGFLOW_NEW_IMAGE imgflow_vips_without_metadata(IMGFLOW_IMAGE image, bool keeps_profile);
/// vips_copy and vips_image_remove of the fields whose names begin so.
IMGFLOW_NEW_IMAGE imgflow_vips_without_field(IMGFLOW_IMAGE image, const char *_Nonnull start);
bool imgflow_vips_has_field(IMGFLOW_IMAGE image, const char *_Nonnull name);
/// vips_image_get_blob: the image's own bytes, NULL where it has none of that name.
const void *_Nullable imgflow_vips_blob(
    IMGFLOW_IMAGE image, const char *_Nonnull name, size_t *_Nonnull count);
/// vips_copy and vips_image_set_blob_copy.
IMGFLOW_NEW_IMAGE imgflow_vips_with_blob(
    IMGFLOW_IMAGE image, const char *_Nonnull name, const void *_Nonnull bytes, size_t count);

// Color

/// vips_icc_transform to sRGB with the embedded profile, or libvips' own CMYK profile.
IMGFLOW_NEW_IMAGE imgflow_vips_profile_to_srgb(IMGFLOW_IMAGE image);
/// vips_colourspace to sRGB, 8 bits.
IMGFLOW_NEW_IMAGE imgflow_vips_srgb(IMGFLOW_IMAGE image);
/// vips_colourspace to gray, 8 bits.
IMGFLOW_NEW_IMAGE imgflow_vips_gray(IMGFLOW_IMAGE image);
/// vips_colourspace to CIE L*a*b*, floats.
IMGFLOW_NEW_IMAGE imgflow_vips_lab(IMGFLOW_IMAGE image);
/// vips_copy, saying that the bands are gray or sRGB.
IMGFLOW_NEW_IMAGE imgflow_vips_as_srgb(IMGFLOW_IMAGE image);
/// vips_cast to 16 bits, clipping, and vips_copy, saying that the bands are gray or RGB.
IMGFLOW_NEW_IMAGE imgflow_vips_as_16_bit(IMGFLOW_IMAGE image);
/// vips_cast to 8 bits, clipping.
IMGFLOW_NEW_IMAGE imgflow_vips_8_bit(IMGFLOW_IMAGE image);
/// vips_cast to the number format of another image, clipping.
IMGFLOW_NEW_IMAGE imgflow_vips_cast_like(IMGFLOW_IMAGE image, IMGFLOW_IMAGE model);
/// vips_cast to floats.
IMGFLOW_NEW_IMAGE imgflow_vips_float(IMGFLOW_IMAGE image);
/// vips_flatten on a color of three numbers, 0 to 255.
IMGFLOW_NEW_IMAGE imgflow_vips_flatten(
    IMGFLOW_IMAGE image, double red, double green, double blue);
/// vips_premultiply and vips_unpremultiply
IMGFLOW_NEW_IMAGE imgflow_vips_premultiply(IMGFLOW_IMAGE image);
IMGFLOW_NEW_IMAGE imgflow_vips_unpremultiply(IMGFLOW_IMAGE image);

// Tones, of gray or RGB of 8 or 16 bits; alpha stays

/// Each pixel becomes what the table has for its brightness: `colors` numbers for each of 256 or 65,536 levels.
/// Brightness is that of ITU-R BT.709, of the numbers as they are.
IMGFLOW_NEW_IMAGE imgflow_vips_map_brightness(
    IMGFLOW_IMAGE image, const unsigned short *_Nonnull table, int colors);
/// Each color becomes what the curve has for its level; then the three are mixed by a matrix of three rows, where
/// there is one and the image is not gray.
IMGFLOW_NEW_IMAGE imgflow_vips_tone(
    IMGFLOW_IMAGE image, const float *_Nonnull curve, const float *_Nullable matrix);
/// Counts the visible pixels of each brightness, of an image in memory; room for 256 or 65,536 counts.
bool imgflow_vips_count_brightness(IMGFLOW_IMAGE image, size_t *_Nonnull counts);

// Shape

/// vips_autorot
IMGFLOW_NEW_IMAGE imgflow_vips_upright(IMGFLOW_IMAGE image);
/// vips_rot, quarter turns clockwise, 1 to 3.
IMGFLOW_NEW_IMAGE imgflow_vips_turn(IMGFLOW_IMAGE image, int quarters);
/// vips_flip
IMGFLOW_NEW_IMAGE imgflow_vips_flip(IMGFLOW_IMAGE image, bool horizontally);
/// vips_rotate by any angle, clockwise degrees, bicubic, with a background of one number a band.
IMGFLOW_NEW_IMAGE imgflow_vips_rotate(
    IMGFLOW_IMAGE image, double degrees, const double *_Nonnull background, int count);
/// vips_resize with Lanczos 3.
IMGFLOW_NEW_IMAGE imgflow_vips_resize(IMGFLOW_IMAGE image, double across, double down);
/// vips_resize with the linear kernel, which never leaves the range of its input.
IMGFLOW_NEW_IMAGE imgflow_vips_resize_linear(IMGFLOW_IMAGE image, double across, double down);
/// vips_extract_area
IMGFLOW_NEW_IMAGE imgflow_vips_crop(IMGFLOW_IMAGE image, int x, int y, int width, int height);
/// vips_embed with a background of `count` numbers, one a band.
IMGFLOW_NEW_IMAGE imgflow_vips_embed(
    IMGFLOW_IMAGE image, int x, int y, int width, int height, const double *_Nonnull background,
    int count);

/// vips_smartcrop, attention: where a part of that size of 8-bit sRGB begins. Evaluates the image.
bool imgflow_vips_attention(
    IMGFLOW_IMAGE image, int width, int height, int *_Nonnull x, int *_Nonnull y);

/// Floats of 0 to 1 in linear light, by the curve of sRGB, multiplied by alpha where there is one: of gray or RGB of 8
/// or 16 bits.
IMGFLOW_NEW_IMAGE imgflow_vips_linear_light(IMGFLOW_IMAGE image);
/// Such floats as an image like `model`.
IMGFLOW_NEW_IMAGE imgflow_vips_from_linear_light(IMGFLOW_IMAGE image, IMGFLOW_IMAGE model);

/// vips_replicate
IMGFLOW_NEW_IMAGE imgflow_vips_repeat(IMGFLOW_IMAGE image, int across, int down);
/// vips_insert: `part` put into the image at a place, without blending.
IMGFLOW_NEW_IMAGE imgflow_vips_insert(IMGFLOW_IMAGE image, IMGFLOW_IMAGE part, int x, int y);

// Bands

/// vips_extract_band
IMGFLOW_NEW_IMAGE imgflow_vips_band(IMGFLOW_IMAGE image, int first, int count);
/// vips_bandjoin of two.
IMGFLOW_NEW_IMAGE imgflow_vips_join(IMGFLOW_IMAGE first, IMGFLOW_IMAGE second);
/// vips_bandjoin_const of one more band.
IMGFLOW_NEW_IMAGE imgflow_vips_join_constant(IMGFLOW_IMAGE image, double value);

// Numbers

/// vips_add, vips_subtract, vips_multiply
IMGFLOW_NEW_IMAGE imgflow_vips_add(IMGFLOW_IMAGE a, IMGFLOW_IMAGE b);
IMGFLOW_NEW_IMAGE imgflow_vips_subtract(IMGFLOW_IMAGE a, IMGFLOW_IMAGE b);
IMGFLOW_NEW_IMAGE imgflow_vips_multiply(IMGFLOW_IMAGE a, IMGFLOW_IMAGE b);
/// vips_bandrank of two: the smaller or the larger number of each pixel.
IMGFLOW_NEW_IMAGE imgflow_vips_lower(IMGFLOW_IMAGE a, IMGFLOW_IMAGE b);
IMGFLOW_NEW_IMAGE imgflow_vips_higher(IMGFLOW_IMAGE a, IMGFLOW_IMAGE b);
/// vips_linear: `image * scale[i] + offset[i]`, as floats; one pair for all bands or one a band,
/// and a single band becomes as many as there are pairs.
IMGFLOW_NEW_IMAGE imgflow_vips_linear(
    IMGFLOW_IMAGE image, const double *_Nonnull scale, const double *_Nonnull offset, int count);
/// vips_invert
IMGFLOW_NEW_IMAGE imgflow_vips_invert(IMGFLOW_IMAGE image);
/// vips_relational_const: 255 where the number is `limit` or more, else 0.
IMGFLOW_NEW_IMAGE imgflow_vips_at_least(IMGFLOW_IMAGE image, double limit);
/// vips_math2_const with a power.
IMGFLOW_NEW_IMAGE imgflow_vips_power(IMGFLOW_IMAGE image, double exponent);
/// vips_bandmean
IMGFLOW_NEW_IMAGE imgflow_vips_band_mean(IMGFLOW_IMAGE image);
/// vips_ifthenelse, blending by the 8-bit condition: 255 takes `a`, 0 takes `b`.
IMGFLOW_NEW_IMAGE imgflow_vips_blend(IMGFLOW_IMAGE condition, IMGFLOW_IMAGE a, IMGFLOW_IMAGE b);

// Layers

/// 8-bit sRGB with alpha, in memory, its upper left corner at a place of the base.
typedef struct {
    IMGFLOW_IMAGE image;
    int x, y;
} ImgflowLayer;

/// Layers over a base of 8-bit sRGB, each by its alpha times `opacity`; what hangs out is cut. The base
/// is read once, from top to bottom, and where no layer lies nothing is computed: vips_insert ends the
/// decoder of a base below its part, and vips_composite2 knows only opacity that takes part in the blend.
///
/// `mode` is a name of W3C, Compositing and Blending Level 1, or `add`. `is_under` lays the base, which then
/// has alpha, over the layers.
IMGFLOW_NEW_IMAGE imgflow_vips_lay(
    IMGFLOW_IMAGE base, const ImgflowLayer *_Nonnull layers, int count, const char *_Nonnull mode,
    double opacity, bool is_under);

/// vips_avg, vips_min, vips_max over all bands; false on failure.
bool imgflow_vips_mean(IMGFLOW_IMAGE image, double *_Nonnull value);
bool imgflow_vips_min(IMGFLOW_IMAGE image, double *_Nonnull value);
bool imgflow_vips_max(IMGFLOW_IMAGE image, double *_Nonnull value);

// Alpha

/// The alpha of an image of 8 or 16 bits multiplied by a mask of its size, one band of 8 bits in memory; an opaque
/// image gets the mask as its alpha.
IMGFLOW_NEW_IMAGE imgflow_vips_cover(IMGFLOW_IMAGE image, IMGFLOW_IMAGE mask);
/// The same by what is left of its corners: `side` numbers in `side` lines for the upper left one, 255 for all of a
/// pixel, mirrored for the others.
IMGFLOW_NEW_IMAGE imgflow_vips_round(
    IMGFLOW_IMAGE image, const unsigned char *_Nonnull corner, int side);
/// 8-bit sRGB with alpha over a color whose alpha is a band of 8 bits in memory, of the same size.
IMGFLOW_NEW_IMAGE imgflow_vips_shade(
    IMGFLOW_IMAGE image, IMGFLOW_IMAGE shade, int red, int green, int blue);

/// What a border of one color surrounds; the width is 0 where all is border.
typedef struct {
    int left, top, width, height;
    /// Of the border, one number a band.
    double color[5];
} ImgflowBorder;

/// Of an image of 8 or 16 bits in memory. The color is that of most corners; what differs from it by more than
/// `tolerance` of 255 levels in any band, colors weighted by alpha, is no border.
bool imgflow_vips_find_border(
    IMGFLOW_IMAGE image, double tolerance, ImgflowBorder *_Nonnull found);

// Neighborhoods

/// A Gaussian, the pixels of the edges going on beyond them, colors weighted by their alpha: within 0.6 of
/// a level of what scipy.ndimage.gaussian_filter makes with mode `nearest`. vips_gaussblur cuts its kernel off
/// at a fifth of its height, which is 0.82 of the sigma.
IMGFLOW_NEW_IMAGE imgflow_vips_blur(IMGFLOW_IMAGE image, double sigma);
/// An unsharp mask: `amount` times what that Gaussian takes away is added. Alpha stays, and what is invisible has
/// no part in it. 8 or 16 bits.
IMGFLOW_NEW_IMAGE imgflow_vips_sharpen(IMGFLOW_IMAGE image, double sigma, double amount);
/// Square blocks from the upper left corner, each of the mean color of its pixels, weighted by alpha.
IMGFLOW_NEW_IMAGE imgflow_vips_pixelate(IMGFLOW_IMAGE image, int side);
/// The largest or the smallest number at most `radius` pixels away, across and down; 8 bits. Evaluates the
/// image, and makes the result in memory.
IMGFLOW_NEW_IMAGE imgflow_vips_dilate(IMGFLOW_IMAGE image, int radius);
IMGFLOW_NEW_IMAGE imgflow_vips_erode(IMGFLOW_IMAGE image, int radius);

// Made

/// vips_xyz: two bands, the coordinates of each pixel.
IMGFLOW_NEW_IMAGE imgflow_vips_coordinates(int width, int height);
/// vips_perlin: floats around 0.
IMGFLOW_NEW_IMAGE imgflow_vips_perlin(int width, int height, int cell, int seed);
/// vips_gaussnoise: floats around 0.
IMGFLOW_NEW_IMAGE imgflow_vips_noise(int width, int height, double sigma, int seed);
/// vips_black: one 8-bit band.
IMGFLOW_NEW_IMAGE imgflow_vips_black(int width, int height);
/// Two or more colors of four numbers each along a line, at even distances: 0 degrees is up, 90 to the right. 8-bit
/// sRGB, with alpha where a color has it.
IMGFLOW_NEW_IMAGE imgflow_vips_gradient(
    int width, int height, const unsigned char *_Nonnull colors, int count, double degrees);
/// vips_black, vips_cast and vips_copy: bands, number format, interpretation, resolution and profile of another.
IMGFLOW_NEW_IMAGE imgflow_vips_empty_like(IMGFLOW_IMAGE image, int width, int height);
/// vips_black and vips_copy: 8-bit sRGB of three bands.
IMGFLOW_NEW_IMAGE imgflow_vips_empty_srgb(int width, int height);
/// vips_text: one 8-bit band, as large as the words; Pango markup, a Pango font description.
/// Lines are broken at `width` pixels where it is more than 0; `file` adds a font.
IMGFLOW_NEW_IMAGE imgflow_vips_text(
    const char *_Nonnull words, const char *_Nonnull font, const char *_Nullable file, int dpi,
    int width);
/// Whether fontconfig knows a font of this family; any font at all where it is empty.
bool imgflow_font_exists(const char *_Nonnull family);
/// Makes a font file known to fontconfig for this process; false where it cannot be read.
bool imgflow_font_add(const char *_Nonnull path);
/// Which of these code points some font has; all of them where fontconfig cannot be asked.
void imgflow_fonts_have(
    const uint32_t *_Nonnull letters, bool *_Nonnull found, size_t count);
