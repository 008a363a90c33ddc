" :make, then :cnext from finding to finding
if exists('current_compiler')
  finish
endif
let current_compiler = 'netgen'

CompilerSet makeprg=netgen\ lint\ --format\ unix\ %:S
CompilerSet errorformat=%f:%l:%c:\ %t%*[^:]:\ %m
