" A file that ends in .net is a lab, unless its text says that it is something else.
autocmd BufNewFile,BufRead *.net call s:Detect()

" The words of labs, and what begins with a dot in a netlist of SPICE.
let s:words = 'blackhole\|bridge\|cannot\|dev\|expect\|for\|forward\|from\|gw\|host\|iif\|ip\|lab\|lladdr\|lo'
  \ . '\|lookup\|mac\|master\|metric\|mtu\|nat\|neigh\|nexthop\|not\|ns\|oif\|onlink\|port\|pref\|priority'
  \ . '\|prohibit\|reach\|reaches\|route\|rule\|src\|suppress_prefixlength\|table\|to\|unreachable\|up\|uplink'
  \ . '\|veth\|via\|weight'
let s:controls = 'ac\|backanno\|control\|dc\|end\|ends\|four\|func\|global\|ic\|inc\|include\|lib\|meas\|measure'
  \ . '\|model\|nodeset\|noise\|op\|option\|options\|param\|plot\|print\|probe\|save\|step\|subckt\|temp\|tf'
  \ . '\|title\|tran\|wave'

function! s:Detect() abort
  let first = getline(nextnonblank(1))
  " Pajek networks and KiCad netlists
  if first !~? '^\s*\%(\*Vertices\>\|(export\>\)' && !s:IsSpice()
    setfiletype netgen
  endif
endfunction

" Behind a title, and maybe comments and elements such as `R1 in out 1k`, stands a line that begins with a dot.
function! s:IsSpice() abort
  let lines = filter(getline(1, 100), 'v:val =~# ''\S''')
  let found = 0
  for line in lines[1:]
    if line =~? '^\s*\.\%(' . s:controls . '\)\>'
      return found || !s:IsOfLab(lines[0])
    endif
    if line =~# '^\s*\a[^ \t<>;,#]*\s\+[^ \t<>;,#-][^ \t<>;#]*\s\+[^ \t<>;#]' && !s:IsOfLab(line)
      let found = 1
    elseif line !~# '^\s*[*+]'
      return 0
    endif
  endfor
  return 0
endfunction

function! s:IsOfLab(line) abort
  return a:line =~# '^\s*\%([#<>]\|->\|\%(' . s:words . '\)\a\@!\)'
endfunction
