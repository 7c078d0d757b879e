/// The scripts that make a shell ask `imgflow complete`: what they offer is never older than the command.
enum CompletionScript: String, CaseIterable {
    case bash, zsh, fish

    var text: String {
        switch self {
        case .bash: Self.bashText
        case .zsh: Self.zshText
        case .fish: Self.fishText
        }
    }

    /// A program is one word: each candidate is that whole word. Where nothing more can be added, the
    /// pieces alone are listed, and a blank among them keeps readline from putting anything in.
    private static let bashText = #"""
        # Completion of imgflow for bash: imgflow completions bash > ~/.local/share/bash-completion/completions/imgflow

        _imgflow() {
            local word=${COMP_WORDS[COMP_CWORD]} text quote='' line lines piece kept partial common
            case $word in
                \'*) quote="'" text=${word:1} ;;
                \"*)
                    quote='"' text=${word:1}
                    text=${text//\\\"/\"} text=${text//\\\$/\$} text=${text//\\\`/\`} text=${text//\\\\/\\}
                    ;;
                *) text=${word//\\/} ;;
            esac
            COMPREPLY=()
            mapfile -t lines < <(command imgflow complete -- "${COMP_WORDS[@]:1:COMP_CWORD-1}" "$text" 2>/dev/null)
            ((${#lines[@]})) || return
            partial=${lines[0]#*$'\t'}
            case ${lines[0]%%$'\t'*} in
                files)
                    compopt -o filenames
                    mapfile -t COMPREPLY < <(compgen -f -- "$text")
                    ;;&
                files | words)
                    for line in "${lines[@]:1}"; do COMPREPLY+=("${line%%$'\t'*}"); done
                    return
                    ;;
            esac
            compopt -o nospace
            kept=${word#[\'\"]}
            kept=${kept%"$partial"}
            common=''
            for line in "${lines[@]:1}"; do
                piece=${line%%$'\t'*}
                if [[ -z $common ]]; then common=$piece; fi
                while [[ $piece != "$common"* ]]; do common=${common%?}; done
                [[ $quote == '"' ]] && piece=${piece//\"/\\\"}
                COMPREPLY+=("$kept$piece")
            done
            # With one candidate readline would close the quote, but the program continues.
            if ((${#COMPREPLY[@]} == 1)); then COMPREPLY+=("${COMPREPLY[0]} "); fi
            if ((${#lines[@]} > 2)) && [[ $common == "$partial" ]]; then
                COMPREPLY=(' ')
                for line in "${lines[@]:1}"; do
                    COMPREPLY+=("$(printf '%-16s %s' "${line%%$'\t'*}" "${line#*$'\t'}")")
                done
            fi
        }
        complete -F _imgflow imgflow

        """#

    private static let zshText = #"""
        #compdef imgflow
        # Completion of imgflow for zsh: imgflow completions zsh > a folder of $fpath, as _imgflow

        _imgflow() {
            local text=$PREFIX line partial kept piece mode
            local -a lines fulls shown
            case $QIPREFIX in
                *\') ;;
                *\") text=${text//\\\"/\"} text=${text//\\\$/\$} text=${text//\\\\/\\} ;;
                *) text=${(Q)text} ;;
            esac
            lines=("${(@f)$(command imgflow complete -- "${(@)words[2,CURRENT-1]}" "$text" 2>/dev/null)}")
            mode=${lines[1]%%$'\t'*}
            partial=${lines[1]#*$'\t'}
            kept=${text%"$partial"}
            for line in "${(@)lines[2,-1]}"; do
                [[ -n $line ]] || continue
                piece=${line%%$'\t'*}
                fulls+=("$kept$piece")
                shown+=("${(r:20:)piece} ${line#*$'\t'}")
            done
            if [[ $mode == program ]]; then
                compadd -U -S '' -l -d shown -a fulls
            else
                ((${#fulls})) && compadd -l -d shown -a fulls
                [[ $mode == files ]] && _files
            fi
        }

        if [[ $funcstack[1] == _imgflow ]]; then
            _imgflow "$@"
        else
            compdef _imgflow imgflow
        fi

        """#

    private static let fishText = #"""
        # Completion of imgflow for fish: imgflow completions fish > ~/.config/fish/completions/imgflow.fish

        function __imgflow_ask
            set -l words (commandline -opc)
            set -l text (commandline -ct | string collect)
            switch "$text"
                case "'*"
                    set text (string sub -s 2 -- "$text" | string collect)
                case '"*'
                    set text (string sub -s 2 -- "$text" | string replace -a '\\"' '"' | string collect)
                case '*'
                    set text (string unescape -- "$text" | string collect)
            end
            set -l lines (command imgflow complete -- $words[2..-1] "$text" 2>/dev/null)
            set -l head (string split -m 1 \t -- $lines[1])
            set -l kept (string sub -l (math (string length -- "$text") - (string length -- "$head[2]")) -- "$text" | string collect)
            for line in $lines[2..-1]
                printf '%s%s\n' "$kept" "$line"
            end
            # With one candidate fish would close the quote, but the program continues.
            if test "$head[1]" = program -a (count $lines) -eq 2
                printf '%s%s \n' "$kept" (string split -m 1 \t -- $lines[2])[1]
            end
            if test "$head[1]" = files
                __fish_complete_path "$text"
            end
        end

        complete -c imgflow -f -a '(__imgflow_ask)'

        """#
}
