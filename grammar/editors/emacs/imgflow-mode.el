;;; imgflow-mode.el --- Programs of imgflow, with its language server  -*- lexical-binding: t -*-

;; Package-Requires: ((emacs "27.1"))

;;; Commentary:

;; Put this folder on the load path, and (require 'imgflow-mode).  Eglot, a part of Emacs 29 and a package before,
;; starts the server: M-x eglot.

;;; Code:

(require 'imgflow-words)

(defvar imgflow-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?' "\"" table)
    (modify-syntax-entry ?- "_" table)
    (modify-syntax-entry ?$ "'" table)
    (modify-syntax-entry ?| "." table)
    table))

(defconst imgflow-font-lock-keywords
  `(("\\$[[:alpha:]][[:alnum:]-]*" . font-lock-variable-name-face)
    ("\\_<[[:alpha:]][[:alnum:]-]*:" . imgflow-parameter-face)
    (,(concat "\\_<" (regexp-opt imgflow-keywords) "\\_>") . font-lock-keyword-face)
    (,(concat "\\_<" (regexp-opt imgflow-constants) "\\_>") . font-lock-constant-face)
    (,(concat "\\_<" (regexp-opt imgflow-verbs) "\\_>") . font-lock-function-name-face))
  "What is colored in a program.")

(defface imgflow-parameter-face '((t :inherit font-lock-variable-name-face))
  "The name of a parameter." :group 'imgflow)
(defvar imgflow-parameter-face 'imgflow-parameter-face)

(defgroup imgflow nil "Programs of imgflow." :group 'languages)

;;;###autoload
(define-derived-mode imgflow-mode prog-mode "imgflow"
  "Programs of imgflow."
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "#+ *")
  (setq-local comment-end "")
  (setq-local indent-tabs-mode nil)
  (setq-local font-lock-defaults '(imgflow-font-lock-keywords)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.imgflow\\'" . imgflow-mode))
(add-to-list 'interpreter-mode-alist '("imgflow" . imgflow-mode))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(imgflow-mode . ("imgflow" "lsp"))))

(provide 'imgflow-mode)
;;; imgflow-mode.el ends here
