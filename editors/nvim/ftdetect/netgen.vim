" A file that ends in .net is a lab, unless its text says that it is something else.
autocmd BufNewFile,BufRead *.net call s:Detect()

function! s:Detect() abort
  let first = getline(nextnonblank(1))
  " Pajek networks and KiCad netlists
  if first !~? '^\s*\%(\*Vertices\>\|(export\>\)'
    setfiletype netgen
  endif
endfunction
