-- For Neovim 0.11 and later: vim.lsp.enable('netgen')
return {
  cmd = { 'netgen', 'lsp' },
  filetypes = { 'netgen' },
  root_markers = { '.git' },
}
