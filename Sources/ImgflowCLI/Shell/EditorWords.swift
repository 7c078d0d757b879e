import ArgumentParser
import ImgflowLanguage
import ImgflowVerbs

/// The words of the language, for editors that color by lists. They come from the catalog, as TextMate's grammar does.
enum EditorWords: String, CaseIterable, ExpressibleByArgument {
    case textmate, vim, emacs

    var text: String {
        switch self {
        case .textmate: TextMateGrammar.text + "\n"
        case .vim: Self.vimSyntax
        case .emacs: Self.emacsWords
        }
    }

    private static let keywords =
        (Keywords.statements.sorted() + ["imgflow"] + Keywords.stages.sorted()
            + ["else", Keywords.repetition, "until"]
            + Keywords.conditions.sorted())

    private static let constants = ["true", "false"]

    private static var vimSyntax: String {
        """
        " Written by `imgflow editor-grammar --for vim`.
        if exists('b:current_syntax') | finish | endif

        syntax case match
        syntax iskeyword @,48-57,-
        syntax keyword imgflowVerb \(Verbs.catalog.names.joined(separator: " "))
        syntax keyword imgflowKeyword \(keywords.joined(separator: " "))
        syntax keyword imgflowConstant \(constants.joined(separator: " "))
        syntax match imgflowParameter /\\<\\a[[:alnum:]-]*:/
        syntax match imgflowVariable /\\$\\%(\\a[[:alnum:]-]*\\)\\?/
        syntax match imgflowNumber /\\%([[:alnum:]-]\\)\\@1<!-\\?\\d\\+\\%(\\.\\.\\d\\+\\|:\\d\\+\\|\\%(\\.\\d\\+\\)\\?\\%(mm\\|cm\\|in\\|pt\\|px\\|%\\|[kKmM][bB]\\)\\?\\%(x\\d\\+\\%(\\.\\d\\+\\)\\?\\%(mm\\|cm\\|in\\|pt\\)\\?\\)\\?\\)/
        syntax match imgflowOperator /[|=<>]\\|!=/
        syntax match imgflowField /{\\$\\?\\a[[:alnum:].-]*}/ contained
        syntax match imgflowEscape /\\\\\\%([nt"\\\\]\\|u{\\x\\+}\\)\\|{{\\|}}/ contained
        syntax region imgflowString start=/"/ skip=/\\\\./ end=/"/ contains=imgflowField,imgflowEscape
        syntax region imgflowString start=/'/ end=/'/
        syntax region imgflowString start=/\"""/ end=/\"""/ contains=imgflowField,imgflowEscape
        syntax region imgflowString start=/'''/ end=/'''/
        syntax match imgflowComment /#.*$/

        highlight default link imgflowVerb Function
        highlight default link imgflowKeyword Keyword
        highlight default link imgflowConstant Boolean
        highlight default link imgflowParameter Type
        highlight default link imgflowVariable Identifier
        highlight default link imgflowNumber Number
        highlight default link imgflowOperator Operator
        highlight default link imgflowField Special
        highlight default link imgflowEscape SpecialChar
        highlight default link imgflowString String
        highlight default link imgflowComment Comment

        let b:current_syntax = 'imgflow'

        """
    }

    private static var emacsWords: String {
        func list(_ name: String, _ words: [String], _ what: String) -> String {
            """
            (defconst \(name)
              '(\(words.map { "\"\($0)\"" }.joined(separator: "\n    ")))
              "\(what)")

            """
        }
        return """
            ;;; imgflow-words.el --- The words of imgflow  -*- lexical-binding: t -*-

            ;;; Commentary:

            ;; Written by `imgflow editor-grammar --for emacs`.

            ;;; Code:


            """ + list("imgflow-verbs", Verbs.catalog.names, "The verbs.") + "\n"
                + list("imgflow-keywords", keywords, "Words that are more than names.") + "\n"
                + list("imgflow-constants", constants, "Words that are values.") + """

                    (provide 'imgflow-words)
                    ;;; imgflow-words.el ends here

                    """
    }
}
