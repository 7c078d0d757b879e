#include "CLibEdit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

static imgflow_el_reader keys;

static int next_key(EditLine *editor, wchar_t *character) {
    long code = keys(editor);
    if (code < 0) return 0;
    *character = (wchar_t)code;
    return 1;
}

EditLine *imgflow_el_start(imgflow_el_reader reader) {
    keys = reader;
    EditLine *editor = el_init_fd(
        "imgflow", stdin, imgflow_screen(), stderr, STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO);
    if (editor) el_set(editor, EL_GETCFN, next_key);
    return editor;
}

void imgflow_el_set_size(EditLine *editor, int columns, int rows) {
    char number[16];
    snprintf(number, sizeof number, "%d", columns);
    el_set(editor, EL_SETTC, "co", number, NULL);
    snprintf(number, sizeof number, "%d", rows);
    el_set(editor, EL_SETTC, "li", number, NULL);
}

long imgflow_character(unsigned char byte) {
    static mbstate_t state;
    wchar_t character = 0;
    size_t taken = mbrtowc(&character, (const char *)&byte, 1, &state);
    if (taken == (size_t)-2) return -1;
    if (taken == (size_t)-1) {
        memset(&state, 0, sizeof state);
        return -2;
    }
    return (long)character;
}

// MARK: Signals. Nothing but what POSIX allows in a handler is done here.

static struct termios before;
static volatile sig_atomic_t is_kept, takes_sequences;
static int news[2] = {-1, -1};

static void leave(int number) {
    static const char end[] = "\033[?2004l\r\n";
    if (is_kept) {
        const size_t skipped = takes_sequences ? 0 : sizeof end - 3;
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
        ssize_t written = write(STDOUT_FILENO, end + skipped, sizeof end - 1 - skipped);
        (void)written;
    }
    // The handler was taken off when it was called: the process ends as it would have.
    raise(number);
}

static void tell(int number) {
    int code = errno;
    char word = number == SIGWINCH ? 'W' : 'C';
    ssize_t written = write(news[1], &word, 1);
    (void)written;
    errno = code;
}

static void handle(int number, void (*handler)(int), int flags) {
    struct sigaction old;
    // What is ignored, as `nohup` has it, stays so.
    if (sigaction(number, NULL, &old) != 0 || old.sa_handler == SIG_IGN) return;
    struct sigaction action = {0};
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigaction(number, &action, NULL);
}

void imgflow_terminal_keep(bool sequences) {
    takes_sequences = sequences;
    if (tcgetattr(STDIN_FILENO, &before) != 0) return;
    is_kept = 1;
    static const int ends[] = {SIGHUP,  SIGTERM, SIGQUIT, SIGSEGV, SIGBUS,
                               SIGILL,  SIGABRT, SIGFPE,  SIGTRAP, SIGXCPU};
    for (size_t index = 0; index < sizeof ends / sizeof *ends; index++)
        handle(ends[index], leave, SA_RESETHAND);
    if (news[0] >= 0 || pipe(news) != 0) return;
    for (int end = 0; end < 2; end++) {
        fcntl(news[end], F_SETFL, O_NONBLOCK);
        fcntl(news[end], F_SETFD, FD_CLOEXEC);
    }
    handle(SIGWINCH, tell, SA_RESTART);
    handle(SIGCONT, tell, SA_RESTART);
}

int imgflow_terminal_news(void) { return news[0]; }
