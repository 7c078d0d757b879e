;;; imgflow-words.el --- The words of imgflow  -*- lexical-binding: t -*-

;;; Commentary:

;; Written by `imgflow editor-grammar --for emacs`.

;;; Code:

(defconst imgflow-verbs
  '("load"
    "save"
    "show"
    "info"
    "generate"
    "transform"
    "vary"
    "inpaint"
    "erase"
    "outpaint"
    "backdrop"
    "remove-background"
    "replace"
    "recolor"
    "restyle"
    "sketch"
    "structure"
    "guide"
    "try-on"
    "upscale"
    "invoke"
    "describe"
    "judge"
    "best"
    "sort"
    "resize"
    "crop"
    "pad"
    "rotate"
    "flip"
    "flatten"
    "convert"
    "blur"
    "overlay"
    "blend"
    "label"
    "sheet"
    "canvas"
    "select"
    "grow"
    "shrink"
    "feather"
    "union"
    "intersect"
    "minus"
    "invert"
    "grayscale"
    "adjust"
    "threshold"
    "tint"
    "sharpen"
    "pixelate"
    "trim"
    "cut"
    "rounded"
    "shadow")
  "The verbs.")

(defconst imgflow-keywords
  '("def"
    "let"
    "param"
    "set"
    "use"
    "imgflow"
    "as"
    "fork"
    "pick"
    "skip"
    "take"
    "tee"
    "try"
    "when"
    "where"
    "else"
    "repeat"
    "until"
    "and"
    "not"
    "or")
  "Words that are more than names.")

(defconst imgflow-constants
  '("true"
    "false")
  "Words that are values.")

(provide 'imgflow-words)
;;; imgflow-words.el ends here
