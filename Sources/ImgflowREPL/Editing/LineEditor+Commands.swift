internal import CLibEdit

/// Which key does what.
extension LineEditor {
    func addCommands() {
        imgflow_el_add(editor, "imgflow-complete", "complete") { editor, _ in
            LineEditor.of(editor)?.offer() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-interrupt", "leave this line") { editor, _ in
            LineEditor.of(editor)?.interrupt() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-paste", "take a pasted block") { editor, _ in
            LineEditor.of(editor)?.paste() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-hold", "continue a line") { editor, _ in
            LineEditor.of(editor)?.hold() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-editor", "write the line in $EDITOR") { editor, _ in
            LineEditor.of(editor)?.askForEditor() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-suspend", "stop as jobs do") { editor, _ in
            LineEditor.of(editor)?.suspend() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-join", "a mark to the letter before it") { editor, _ in
            LineEditor.of(editor)?.join() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-undo", "take the latest change back") { editor, _ in
            LineEditor.of(editor)?.undo() ?? UInt8(CC_NORM)
        }
        imgflow_el_add(editor, "imgflow-search", "seek what was entered") { editor, _ in
            LineEditor.of(editor)?.search() ?? UInt8(CC_NORM)
        }
        imgflow_el_set_keys(editor, "emacs")
        bindUsual()
        el_source(editor, nil)
        // Whoever asks for the keys of vi has taken off all others.
        if imgflow_el_is_vi(editor) != 0 { bindUsual() }
        let actions = KeySequence.Action.allCases.map { ("^]\($0.rawValue)", $0.command) }
        for (key, command) in [
            ("^I", "imgflow-complete"), ("^C", "imgflow-interrupt"), ("^Z", "imgflow-suspend"),
            ("^_", "imgflow-paste"), ("^^", "imgflow-hold"),
        ] + actions {
            imgflow_el_bind(editor, key, command)
            imgflow_el_bind_command(editor, key, command)
        }
        // libedit's own commands are no use here, and the reading of them ends the process (libedit 3.1).
        imgflow_el_bind_command(editor, ":", "ed-unassigned")
        if imgflow_el_is_vi(editor) == 0 { imgflow_el_bind(editor, "^[x", "ed-unassigned") }
        keys.ownSequences = EditorFile.sequences
        // Ctrl-C is a key here, not a signal, so that it can leave the line alone; Ctrl-S stops nothing.
        imgflow_el_tty(editor, "-isig")
        imgflow_el_tty(editor, "-ixon")
    }

    /// Those that the user's own file may change.
    private func bindUsual() {
        imgflow_el_bind(editor, "^X^E", "imgflow-editor")
        imgflow_el_bind(editor, "^X^U", "imgflow-undo")
        imgflow_el_bind(editor, "^R", "imgflow-search")
    }
}
