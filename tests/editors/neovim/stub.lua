-- Writes the test stub of a function, by its code action or by its lens, and saves everything.
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local steps = dofile(here .. '/steps.lua')

steps.report(function()
  steps.ready(steps.script.files)
  vim.fn.search('def is_valid_coupon', 'w')
  if steps.script.by == 'lens' then
    steps.wait('lenses', function() return #vim.lsp.codelens.get(0) == steps.script.lenses end)
    vim.lsp.codelens.run()
  else
    vim.lsp.buf.code_action({ apply = true, filter = function(action) return vim.startswith(action.title, 'Write a test stub') end })
  end
  steps.wait('test file', function() return vim.fn.expand('%:t'):find('^test_') end)
  local shown = vim.fn.getline('.')
  vim.cmd('silent wall')
  return { path = vim.fn.expand('%:.'), shown = shown }
end)
