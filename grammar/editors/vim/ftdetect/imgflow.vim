autocmd BufNewFile,BufRead *.imgflow setfiletype imgflow
autocmd BufNewFile,BufRead * if getline(1) =~# '^#!.*\<imgflow\>' | setfiletype imgflow | endif
