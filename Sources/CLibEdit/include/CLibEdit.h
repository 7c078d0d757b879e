#ifndef CLIBEDIT_H
#define CLIBEDIT_H

#include <histedit.h>
#include <stdbool.h>
#include <stdio.h>

/// `el_set`, `el_get` and `history` take any number of arguments, which Swift cannot call: one
/// function for each use.

typedef char *(*imgflow_el_prompt_function)(EditLine *);
typedef unsigned char (*imgflow_el_command)(EditLine *, int);
/// The next character; below 0 at the end.
typedef long (*imgflow_el_reader)(EditLine *);

/// On the process's own terminal, reading its keys by `reader`.
EditLine *imgflow_el_start(imgflow_el_reader reader);

/// The character that a byte completes in the user's locale; -1 where it completes none yet, -2 where
/// it is part of none.
long imgflow_character(unsigned char byte);

/// Keeps what the terminal is now, and has it put back where a signal ends the process.
///
/// - Parameter sequences: whether it takes escape sequences.
void imgflow_terminal_keep(bool sequences);

/// The end of a pipe that a byte comes out of where the window has changed (`W`), or where the process
/// was stopped and went on (`C`); -1 where there is none. Whichever thread gets the signal.
int imgflow_terminal_news(void);

/// A character that stands in libedit's line for several, one or two columns wide.
///
/// - Returns: The same for the same text; -1 where there is no room for more.
long imgflow_cluster_code(const char *text, const char *shown, int columns);

/// What a code stands for; NULL where it is none.
const char *imgflow_cluster_text(long code);

/// Whether a character is of those that stand for others: one that somebody does type has to be replaced too.
bool imgflow_is_cluster_code(long code);

/// wcwidth: -1 where it is not known.
int imgflow_columns(long character);

/// The terminal, where codes of clusters are written as what they show.
FILE *imgflow_screen(void);

/// In the order of what libedit itself writes.
static inline void imgflow_el_print(const char *text) {
    fputs(text, imgflow_screen());
    fflush(imgflow_screen());
}

/// The prompt may hold sequences without a width, between bytes of 1.
static inline int imgflow_el_set_prompt(EditLine *editor, imgflow_el_prompt_function prompt) {
    return el_set(editor, EL_PROMPT_ESC, prompt, '\1');
}

static inline int imgflow_el_set_keys(EditLine *editor, const char *emacs_or_vi) {
    return el_set(editor, EL_EDITOR, emacs_or_vi);
}

/// Whether the user's own file asks for the keys of vi.
static inline int imgflow_el_is_vi(EditLine *editor) {
    const char *name = NULL;
    return el_get(editor, EL_EDITOR, &name) == 0 && name && name[0] == 'v';
}

/// Raw for editing, or as it was.
static inline void imgflow_el_prepare(EditLine *editor, int is_raw) {
    el_set(editor, EL_PREP_TERM, is_raw);
}

static inline int imgflow_el_set_client(EditLine *editor, void *client) {
    return el_set(editor, EL_CLIENTDATA, client);
}

static inline void *imgflow_el_client(EditLine *editor) {
    void *client = NULL;
    el_get(editor, EL_CLIENTDATA, &client);
    return client;
}

static inline int imgflow_el_add(
    EditLine *editor, const char *name, const char *help, imgflow_el_command command) {
    return el_set(editor, EL_ADDFN, name, help, command);
}

static inline int imgflow_el_bind(EditLine *editor, const char *key, const char *command) {
    return el_set(editor, EL_BIND, key, command, NULL);
}

/// In the command mode of vi.
static inline int imgflow_el_bind_command(
    EditLine *editor, const char *key, const char *command) {
    return el_set(editor, EL_BIND, "-a", key, command, NULL);
}

/// Of the terminal while a line is edited, as stty has it.
static inline int imgflow_el_tty(EditLine *editor, const char *mode) {
    return el_set(editor, EL_SETTY, "-d", mode, NULL);
}

static inline int imgflow_el_use(EditLine *editor, History *lines) {
    return el_set(editor, EL_HIST, history, lines);
}

/// The window's size as libedit is to take it, whatever the terminal says.
void imgflow_el_set_size(EditLine *editor, int columns, int rows);

static inline void imgflow_el_refresh(EditLine *editor) { el_set(editor, EL_REFRESH); }

static inline int imgflow_history_keep(History *lines, int count) {
    HistEvent event;
    return history(lines, &event, H_SETSIZE, count);
}

static inline int imgflow_history_add(History *lines, const char *line) {
    HistEvent event;
    return history(lines, &event, H_ENTER, line);
}

#endif
