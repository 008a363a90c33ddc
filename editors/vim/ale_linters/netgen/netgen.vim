" For ALE (https://github.com/dense-analysis/ale): findings while typing without a language server.
call ale#Set('netgen_executable', 'netgen')

call ale#linter#Define('netgen', {
\ 'name': 'netgen',
\ 'executable': {buffer -> ale#Var(buffer, 'netgen_executable')},
\ 'command': '%e lint --format unix -',
\ 'callback': function('ale_linters#netgen#netgen#Handle'),
\})

function! ale_linters#netgen#netgen#Handle(buffer, lines) abort
  let findings = []
  for match in ale#util#GetMatches(a:lines, '\v^[^:]+:(\d+):(\d+): (error|warning): (.+)$')
    call add(findings, {
    \ 'lnum': str2nr(match[1]),
    \ 'col': str2nr(match[2]),
    \ 'type': match[3] is# 'error' ? 'E' : 'W',
    \ 'text': match[4],
    \})
  endfor
  return findings
endfunction
