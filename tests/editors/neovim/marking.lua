-- Marks by hand what nothing is known of: one function, selected, through the code actions; then the file, by command.
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local steps = dofile(here .. '/steps.lua')

local function marks(number)
  return function() return #vim.diagnostic.get(0) == number end
end

steps.report(function()
  steps.ready(0)
  local before = steps.marks()
  vim.fn.search('def is_valid_coupon', 'w')
  vim.cmd('normal! V2j')
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title == steps.script.selection end })
  steps.wait('marks of the function', marks(steps.script.of_function))
  local selected = steps.marks()
  vim.cmd('normal! \27')
  vim.cmd('GroundwireMarkFile')
  steps.ready(1)
  steps.wait('marks of the file', marks(steps.script.of_file))
  return { before = before, selected = selected, file = steps.marks() }
end)
