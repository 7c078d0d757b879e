#define _GNU_SOURCE // dl_iterate_phdr
#include "CVips.h"
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/// What is mapped from files and cannot be written, in order of address.
struct ranges {
    struct { size_t start, end; } *items;
    size_t count, room;
};

static void read_ranges(struct ranges *ranges) {
    ranges->count = 0;
    FILE *maps = fopen("/proc/self/maps", "re");
    if (!maps) return;
    char *line = NULL;
    size_t size = 0;
    // 55d0…-55d1… r-xp 00001000 08:01 1234   /usr/lib/…; by hand, for sscanf takes ten times as long.
    while (getline(&line, &size, maps) > 0) {
        char *next = line;
        const size_t start = strtoull(next, &next, 16);
        if (*next != '-') continue;
        const size_t end = strtoull(next + 1, &next, 16);
        if (strncmp(next, " r-", 3) != 0 || strnlen(next, 6) < 6 || next[4] != 'p') continue;
        const char *inode = next + 6;
        for (int fields = 0; fields < 2; fields++)
            if ((inode = strchr(inode, ' '))) inode++; else break;
        // A packed program unpacks itself into memory that no file has.
        if (!inode || *inode == '0') continue;
        if (ranges->count == ranges->room) {
            const size_t room = ranges->room ? 2 * ranges->room : 512;
            void *items = realloc(ranges->items, room * sizeof *ranges->items);
            if (!items) break;
            ranges->items = items;
            ranges->room = room;
        }
        ranges->items[ranges->count].start = start;
        ranges->items[ranges->count++].end = end;
    }
    free(line);
    fclose(maps);
}

static bool holds(const struct ranges *ranges, size_t start, size_t end) {
    size_t low = 0, high = ranges->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (ranges->items[middle].end <= start) low = middle + 1;
        else high = middle;
    }
    return low < ranges->count && ranges->items[low].start <= start && end <= ranges->items[low].end;
}

/// Whether a library's code was changed when it was loaded: such pages are in no file.
static bool has_text_relocations(const struct dl_phdr_info *object) {
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type != PT_DYNAMIC) continue;
        const ElfW(Dyn) *entry = (const ElfW(Dyn) *)(object->dlpi_addr + segment->p_vaddr);
        for (; entry->d_tag != DT_NULL; entry++) {
            if (entry->d_tag == DT_TEXTREL) return true;
            if (entry->d_tag == DT_FLAGS && entry->d_un.d_val & DF_TEXTREL) return true;
        }
    }
    return false;
}

static int give_back(struct dl_phdr_info *object, size_t size, void *data) {
    (void)size;
    if (has_text_relocations(object)) return 0;
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    // Segments that lie side by side go together: each call stops all cores for a moment.
    size_t start = 0, end = 0;
    for (int i = 0; i <= object->dlpi_phnum; i++) {
        size_t first = 0, last = 0;
        if (i < object->dlpi_phnum) {
            const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
            // What cannot be written is the same as in the file, and is read from there again.
            if (segment->p_type != PT_LOAD || segment->p_flags & PF_W) continue;
            if (segment->p_memsz != segment->p_filesz) continue;
            const size_t place = object->dlpi_addr + segment->p_vaddr;
            first = place & ~(page - 1);
            last = (place + segment->p_memsz + page - 1) & ~(page - 1);
            if (!holds(data, first, last)) continue;
            if (first == end) {
                end = last;
                continue;
            }
        }
        if (start < end) madvise((void *)start, end - start, MADV_DONTNEED);
        start = first;
        end = last;
    }
    return 0;
}

/// How often libraries were loaded and unloaded.
static int count_changes(struct dl_phdr_info *object, size_t size, void *data) {
    (void)size;
    *(unsigned long long *)data = object->dlpi_adds + object->dlpi_subs;
    return 1;
}

/// A debugger writes its breakpoints into the code: they would go with it.
static bool is_traced(void) {
    char status[2048];
    const int file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    const ssize_t count = read(file, status, sizeof status - 1);
    close(file);
    if (count <= 0) return false;
    status[count] = '\0';
    const char *tracer = strstr(status, "TracerPid:");
    return tracer && atoi(tracer + strlen("TracerPid:")) != 0;
}

void imgflow_give_back_code(void) {
    // What is loaded before all else may change the code of others.
    if (getenv("LD_PRELOAD") || is_traced()) return;
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct ranges ranges;
    static unsigned long long known;
    pthread_mutex_lock(&lock);
    unsigned long long changes = 0;
    dl_iterate_phdr(count_changes, &changes);
    if (changes != known) read_ranges(&ranges);
    known = changes;
    dl_iterate_phdr(give_back, &ranges);
    pthread_mutex_unlock(&lock);
}
