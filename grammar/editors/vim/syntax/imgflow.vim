" Written by `imgflow editor-grammar --for vim`.
if exists('b:current_syntax') | finish | endif

syntax case match
syntax iskeyword @,48-57,-
syntax keyword imgflowVerb load save show info generate transform vary inpaint erase outpaint backdrop remove-background replace recolor restyle sketch structure guide try-on upscale invoke describe judge best sort resize crop pad rotate flip flatten convert blur overlay blend label sheet canvas select grow shrink feather union intersect minus invert grayscale adjust threshold tint sharpen pixelate trim cut rounded shadow
syntax keyword imgflowKeyword def let param set use imgflow as fork pick skip take tee try when where else repeat until and not or
syntax keyword imgflowConstant true false
syntax match imgflowParameter /\<\a[[:alnum:]-]*:/
syntax match imgflowVariable /\$\%(\a[[:alnum:]-]*\)\?/
syntax match imgflowNumber /\%([[:alnum:]-]\)\@1<!-\?\d\+\%(\.\.\d\+\|:\d\+\|\%(\.\d\+\)\?\%(mm\|cm\|in\|pt\|px\|%\|[kKmM][bB]\)\?\%(x\d\+\%(\.\d\+\)\?\%(mm\|cm\|in\|pt\)\?\)\?\)/
syntax match imgflowOperator /[|=<>]\|!=/
syntax match imgflowField /{\$\?\a[[:alnum:].-]*}/ contained
syntax match imgflowEscape /\\\%([nt"\\]\|u{\x\+}\)\|{{\|}}/ contained
syntax region imgflowString start=/"/ skip=/\\./ end=/"/ contains=imgflowField,imgflowEscape
syntax region imgflowString start=/'/ end=/'/
syntax region imgflowString start=/"""/ end=/"""/ contains=imgflowField,imgflowEscape
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
