" Vim syntax file
" Language: netgen, labs of Linux network namespaces
" Made by `npm run docs` from the table of words in grammar/words; change that.

if exists('b:current_syntax')
  finish
endif

syntax case match
syntax iskeyword @,48-57,_,.,:,+,/,=,%,@-@,*,-

syntax match netgenBracket /[<>]/
syntax match netgenSeparator /[;,]/
syntax match netgenComma /,/ contained nextgroup=netgenReference skipwhite skipempty
" a word that nothing before it explains: an address, a number
syntax match netgenValue /\v%(%(-+\>)@![A-Za-z0-9_.:+\/=%@*-]|\{[^{} \t]*\})+/ contains=netgenRange,netgenNumber
syntax match netgenNumber /\v%([A-Za-z0-9_.:+\/=%@*-]|\})@1<!%(%(%(\x|\{[^{} \t]*\}){1,2}:){5}%(\x|\{[^{} \t]*\}){1,2}|%(%(%(\d|\{[^{} \t]*\})+%(\.%(\d|\{[^{} \t]*\})+){1,3}|%(\.%(\d|\{[^{} \t]*\})+){1,4})|%(\x|\{[^{} \t]*\})*:%(\x|\{[^{} \t]*\})*:%(%(\x|\{[^{} \t]*\})|[:.])*)%(\/%(\d|\{[^{} \t]*\})+)?|%(\d|\{[^{} \t]*\})+%(\.\.%(\d|\{[^{} \t]*\})+)*)%([A-Za-z0-9_.:+\/=%@*-]|\{)@!/ contained contains=netgenRange
syntax match netgenRange /{[^{} \t]*}/ contained
syntax keyword netgenChoice default all main
syntax match netgenName /\v%(%(-+\>)@![A-Za-z0-9_.:+\/=%@*-]|\{[^{} \t]*\})+/ contained contains=netgenRange,netgenNumber nextgroup=netgenComma skipwhite skipempty
syntax match netgenReference /\v%(%(-+\>)@![A-Za-z0-9_.:+\/=%@*-]|\{[^{} \t]*\})+/ contained contains=netgenRange,netgenNumber nextgroup=netgenComma skipwhite skipempty
syntax keyword netgenDeclaration lab nextgroup=netgenName skipwhite skipempty
syntax keyword netgenDeclaration host nextgroup=netgenName skipwhite skipempty
syntax keyword netgenDeclaration ns nextgroup=netgenName skipwhite skipempty
syntax keyword netgenKeyword forward nextgroup=netgenForward1 skipwhite skipempty
syntax keyword netgenForward1 contained inet inet6
highlight default link netgenForward1 netgenChoice
syntax keyword netgenKeyword nat
syntax match netgenKeyword /->/ nextgroup=netgenReference skipwhite skipempty
syntax keyword netgenDeclaration bridge nextgroup=netgenName skipwhite skipempty
syntax keyword netgenDeclaration veth nextgroup=netgenName skipwhite skipempty
syntax keyword netgenDeclaration lo
syntax keyword netgenDeclaration uplink nextgroup=netgenName skipwhite skipempty
syntax keyword netgenKeyword ip
syntax keyword netgenKeyword mtu
syntax keyword netgenKeyword mac
syntax keyword netgenKeyword up
syntax keyword netgenKeyword master nextgroup=netgenReference skipwhite skipempty
syntax keyword netgenKeyword port nextgroup=netgenName skipwhite skipempty
syntax keyword netgenKeyword route nextgroup=netgenRoute1 skipwhite skipempty
syntax keyword netgenRoute1 contained blackhole unreachable prohibit
highlight default link netgenRoute1 netgenChoice
syntax keyword netgenKeyword gw
syntax keyword netgenKeyword via nextgroup=netgenReference skipwhite skipempty
syntax keyword netgenKeyword dev nextgroup=netgenReference skipwhite skipempty
syntax keyword netgenKeyword metric
syntax keyword netgenKeyword table
syntax keyword netgenKeyword src
syntax keyword netgenKeyword onlink
syntax keyword netgenKeyword nexthop
syntax keyword netgenKeyword weight
syntax keyword netgenKeyword rule
syntax keyword netgenKeyword not
syntax keyword netgenKeyword from
syntax keyword netgenKeyword to
syntax keyword netgenKeyword iif nextgroup=netgenReference skipwhite skipempty
syntax keyword netgenKeyword oif nextgroup=netgenReference skipwhite skipempty
syntax keyword netgenKeyword priority
syntax keyword netgenKeyword pref
syntax keyword netgenKeyword lookup
syntax keyword netgenKeyword suppress_prefixlength
syntax keyword netgenKeyword blackhole
syntax keyword netgenKeyword unreachable
syntax keyword netgenKeyword prohibit
syntax keyword netgenKeyword neigh
syntax keyword netgenKeyword lladdr
syntax keyword netgenKeyword expect nextgroup=netgenReference skipwhite skipempty
syntax keyword netgenKeyword reaches nextgroup=netgenReference skipwhite skipempty
syntax keyword netgenKeyword reach nextgroup=netgenReference skipwhite skipempty
syntax keyword netgenKeyword cannot nextgroup=netgenCannot1 skipwhite skipempty
syntax keyword netgenCannot1 contained reach nextgroup=netgenCannot2 skipwhite skipempty
highlight default link netgenCannot1 netgenKeyword
syntax match netgenCannot2 /\v%(%(-+\>)@![A-Za-z0-9_.:+\/=%@*-]|\{[^{} \t]*\})+/ contained contains=netgenRange,netgenNumber
highlight default link netgenCannot2 netgenReference
syntax keyword netgenLoop for nextgroup=netgenFor1 skipwhite skipempty
syntax match netgenFor1 /\v%(%(-+\>)@![A-Za-z0-9_.:+\/=%@*-]|\{[^{} \t]*\})+/ contained contains=netgenRange,netgenNumber nextgroup=netgenFor2 skipwhite skipempty
highlight default link netgenFor1 netgenName
syntax keyword netgenFor2 contained in nextgroup=netgenFor3 skipwhite skipempty
highlight default link netgenFor2 netgenLoop
syntax match netgenFor3 /\v%(%(-+\>)@![A-Za-z0-9_.:+\/=%@*-]|\{[^{} \t]*\})+/ contained contains=netgenRange,netgenNumber nextgroup=netgenComma skipwhite skipempty
highlight default link netgenFor3 netgenReference
syntax match netgenComment /#.*/ contains=@Spell

highlight default link netgenComment Comment
highlight default link netgenDeclaration Structure
highlight default link netgenKeyword Keyword
highlight default link netgenLoop Repeat
highlight default link netgenName Identifier
highlight default link netgenReference Special
highlight default link netgenChoice Constant
highlight default link netgenNumber Number
highlight default link netgenRange PreProc
highlight default link netgenBracket Delimiter
highlight default link netgenSeparator Delimiter
highlight default link netgenComma netgenSeparator

let b:current_syntax = 'netgen'
