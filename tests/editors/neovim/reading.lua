-- Reads what is shown of generated code that is on record, then of a file with wide characters.
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local steps = dofile(here .. '/steps.lua')

steps.report(function()
  steps.ready(steps.script.files)
  local said = { [vim.fn.expand('%:.')] = { marks = steps.marks(), hover = steps.hover('def \\zsis_valid_coupon') } }
  steps.wait('lenses', function() return #vim.lsp.codelens.get(0) == steps.script.lenses end)
  said[vim.fn.expand('%:.')].lenses = steps.lenses()
  vim.cmd.edit(steps.script.wide)
  steps.wait('marks', function() return #vim.diagnostic.get(0) > 0 end)
  said[vim.fn.expand('%:.')] = { marks = steps.marks() }
  return { said = said }
end)
