-- What the scenarios share: the server's status, what the buffer shows, and the report.
local M = { script = vim.json.decode(os.getenv('GROUNDWIRE_SCRIPT')), popups = {} }

local status
vim.lsp.handlers['groundwire/didChangeStatus'] = function(_, params) status = params end
vim.lsp.handlers['window/showMessage'] = function(_, params) table.insert(M.popups, params.message) end

function M.wait(what, holds)
  if not vim.wait(60000, holds, 10) then error('no ' .. what .. ' in 60 s; status ' .. vim.inspect(status)) end
end

-- Until everything in `files` files has been judged.
function M.ready(files)
  M.wait('ready server', function() return status and status.state == 'ready' and status.files == files end)
end

-- Line and column from 0, the column in code points.
local function place(line, column)
  local text = vim.api.nvim_buf_get_lines(0, line, line + 1, false)[1] or ''
  return { line, vim.str_utfindex(text, 'utf-32', column) }
end

function M.marks()
  local found = {}
  for _, mark in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, {
      code = mark.code,
      severity = mark.severity,
      message = mark.message,
      start = place(mark.lnum, mark.col),
      ['end'] = place(mark.end_lnum, mark.end_col),
    })
  end
  return found
end

function M.lenses()
  local found = {}
  for _, lens in ipairs(vim.lsp.codelens.get(0)) do
    table.insert(found, { lens.range.start.line, lens.command.title })
  end
  return found
end

-- The text of the floating window that K opens at a line that holds `text`.
function M.hover(text)
  vim.fn.search(text, 'w')
  vim.lsp.buf.hover()
  local window
  M.wait('hover', function()
    for _, id in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(id).relative ~= '' then window = id end
    end
    return window
  end)
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
  vim.api.nvim_win_close(window, true)
  return table.concat(lines, '\n')
end

-- Runs a scenario, writes what it returns, and quits as a person does.
function M.report(scenario)
  local ran, said = pcall(scenario)
  if not ran then said = { failed = said } end
  said.popups = M.popups
  said.messages = vim.fn.execute('messages')
  vim.fn.writefile({ vim.json.encode(said) }, os.getenv('GROUNDWIRE_REPORT'))
  vim.cmd('qall!')
end

return M
