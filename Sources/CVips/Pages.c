#define _GNU_SOURCE // dl_iterate_phdr
#include "CVips.h"
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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
    (void)size, (void)data;
    if (has_text_relocations(object)) return 0;
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        // What cannot be written is the same as in the file, and is read from there again.
        if (segment->p_type != PT_LOAD || segment->p_flags & PF_W) continue;
        const size_t first = object->dlpi_addr + segment->p_vaddr;
        const size_t start = first & ~(page - 1);
        madvise((void *)start, first + segment->p_memsz - start, MADV_DONTNEED);
    }
    return 0;
}

// A debugger writes its breakpoints into the code: they would go with it.
static bool is_traced;

static void look_for_debugger(void) {
    char status[2048];
    const int file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    const ssize_t count = read(file, status, sizeof status - 1);
    close(file);
    if (count <= 0) return;
    status[count] = '\0';
    const char *tracer = strstr(status, "TracerPid:");
    is_traced = tracer && atoi(tracer + strlen("TracerPid:")) != 0;
}

void imgflow_give_back_code(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, look_for_debugger);
    if (!is_traced) dl_iterate_phdr(give_back, NULL);
}
