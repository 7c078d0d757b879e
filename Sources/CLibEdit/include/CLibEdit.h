#ifndef CLIBEDIT_H
#define CLIBEDIT_H

#include <histedit.h>
#include <stdio.h>

/// `el_set`, `el_get` and `history` take any number of arguments, which Swift cannot call: one
/// function for each use.

typedef char *(*imgflow_el_prompt_function)(EditLine *);
typedef unsigned char (*imgflow_el_command)(EditLine *, int);

/// On the process's own terminal.
static inline EditLine *imgflow_el_start(void) {
    return el_init("imgflow", stdin, stdout, stderr);
}

/// In the order of what libedit itself writes.
static inline void imgflow_el_print(const char *text) {
    fputs(text, stdout);
    fflush(stdout);
}

/// The prompt may hold sequences without a width, between bytes of 1.
static inline int imgflow_el_set_prompt(EditLine *editor, imgflow_el_prompt_function prompt) {
    return el_set(editor, EL_PROMPT_ESC, prompt, '\1');
}

static inline int imgflow_el_set_keys(EditLine *editor, const char *emacs_or_vi) {
    return el_set(editor, EL_EDITOR, emacs_or_vi);
}

/// libedit puts the terminal right on signals, and passes them on.
static inline int imgflow_el_handle_signals(EditLine *editor) {
    return el_set(editor, EL_SIGNAL, 1);
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

/// Of the terminal while a line is edited, as stty has it.
static inline int imgflow_el_tty(EditLine *editor, const char *mode) {
    return el_set(editor, EL_SETTY, "-d", mode, NULL);
}

static inline int imgflow_el_use(EditLine *editor, History *lines) {
    return el_set(editor, EL_HIST, history, lines);
}

/// The next character, whatever it is; -1 at the end.
static inline long imgflow_el_character(EditLine *editor) {
    wchar_t character = 0;
    return el_wgetc(editor, &character) == 1 ? (long)character : -1;
}

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
