#define _GNU_SOURCE
#include "CLibEdit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

// libedit drops characters without a width: combining marks, joiners, variation selectors. What stands in its line
// for a character with its marks is one character of a range that nobody types, as wide as the whole, and becomes
// the whole where it is written to the terminal. The number of columns is wcwidth's, as libedit itself asks it:
// private characters of plane 15 are one wide; of those that are two wide, Tangut is the largest script that has no
// keyboard in use.

enum { narrow_first = 0xF0000, narrow_count = 0xFFFD, wide_first = 0x17000, wide_count = 6136 };

struct cluster {
    char *text, *shown;
};

struct table {
    struct cluster *all;
    int count, room;
};

static struct table narrow, wide;

/// Nobody but the thread of the editor asks.
static long add(struct table *table, int first, int most, const char *text, const char *shown) {
    for (int i = 0; i < table->count; i++)
        if (strcmp(table->all[i].text, text) == 0) return first + i;
    if (table->count == most) return -1;
    if (table->count == table->room) {
        const int room = table->room ? table->room * 2 : 16;
        struct cluster *all = realloc(table->all, room * sizeof *all);
        if (!all) return -1;
        table->all = all;
        table->room = room;
    }
    const struct cluster cluster = {strdup(text), strdup(shown)};
    if (!cluster.text || !cluster.shown) return -1;
    table->all[table->count] = cluster;
    return first + table->count++;
}

long imgflow_cluster_code(const char *text, const char *shown, int columns) {
    return columns == 2 ? add(&wide, wide_first, wide_count, text, shown)
                        : add(&narrow, narrow_first, narrow_count, text, shown);
}

static const struct cluster *cluster(long code) {
    if (code >= narrow_first && code < narrow_first + narrow.count) return &narrow.all[code - narrow_first];
    if (code >= wide_first && code < wide_first + wide.count) return &wide.all[code - wide_first];
    return NULL;
}

const char *imgflow_cluster_text(long code) {
    const struct cluster *found = cluster(code);
    return found ? found->text : NULL;
}

bool imgflow_is_cluster_code(long code) {
    return (code >= narrow_first && code < narrow_first + narrow_count)
        || (code >= wide_first && code < wide_first + wide_count);
}

int imgflow_columns(long character) { return wcwidth((wchar_t)character); }

// MARK: The terminal as libedit writes to it

static ssize_t write_all(const char *bytes, size_t count) {
    for (size_t done = 0; done < count;) {
        const ssize_t written = write(STDOUT_FILENO, bytes + done, count - done);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return -1;
        done += (size_t)written;
    }
    return (ssize_t)count;
}

/// Of a character in UTF-8, by its first byte.
static size_t length_of(unsigned char first) {
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/// Of four bytes, which all codes have; 0 for others.
static long code_of(const unsigned char *bytes, size_t length) {
    if (length == 4)
        return (long)(bytes[0] & 7) << 18 | (bytes[1] & 0x3F) << 12 | (bytes[2] & 0x3F) << 6 | (bytes[3] & 0x3F);
    return 0;
}

static ssize_t write_shown(void *unused, const char *bytes, size_t count) {
    (void)unused;
    static char kept[4];
    static size_t kept_count;
    char *all = malloc(kept_count + count);
    if (!all) return -1;
    memcpy(all, kept, kept_count);
    memcpy(all + kept_count, bytes, count);
    const size_t total = kept_count + count;
    kept_count = 0;
    size_t start = 0, at = 0;
    ssize_t result = 0;
    while (at < total && result >= 0) {
        const size_t length = length_of((unsigned char)all[at]);
        if (at + length > total) break;
        const struct cluster *found = cluster(code_of((unsigned char *)all + at, length));
        at += length;
        if (!found) continue;
        result = write_all(all + start, at - length - start);
        if (result >= 0) result = write_all(found->shown, strlen(found->shown));
        start = at;
    }
    if (result >= 0) result = write_all(all + start, at - start);
    // What a buffer's end cuts comes whole with the next.
    if (result >= 0) memcpy(kept, all + at, kept_count = total - at);
    free(all);
    return result < 0 ? -1 : (ssize_t)count;
}

FILE *imgflow_screen(void) {
    static FILE *screen;
    if (!screen) screen = fopencookie(NULL, "w", (cookie_io_functions_t){.write = write_shown});
    return screen ? screen : stdout;
}
