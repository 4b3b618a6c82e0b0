// Written by `groundwire hooks install opencode`; `groundwire hooks uninstall opencode` takes it away.
// Tells Groundwire, on this machine, what the agent's edits made of Python files.
import { spawn } from "node:child_process"
import { readFile } from "node:fs/promises"
import { resolve } from "node:path"

const command = @COMMAND@
const tools = new Set(["edit", "write", "multiedit", "patch", "apply_patch"])
const named = /^\*\*\* (?:Update|Add) File: (.+)$/gm
const most = 100

const textOf = (file) => readFile(file, "utf8").catch(() => null)

function filesOf(args, directory) {
  const patch = args?.patchText
  const paths = typeof patch === "string" ? [...patch.matchAll(named)].map((match) => match[1].trim()) : [args?.filePath]
  const python = paths.filter((file) => typeof file === "string" && /\.py[iw]?$/i.test(file))
  return [...new Set(python)].map((file) => resolve(directory, file))
}

function tell(payload, directory) {
  return new Promise((done) => {
    const child = spawn(command, { shell: true, cwd: directory, stdio: ["pipe", "ignore", "ignore"] })
    child.on("error", done)
    child.on("close", done)
    child.stdin.on("error", () => {})
    child.stdin.end(JSON.stringify(payload))
  })
}

export const Groundwire = async ({ directory }) => {
  const calls = new Map()
  return {
    "tool.execute.before": async (input, output) => {
      if (!tools.has(input.tool)) return
      const texts = new Map()
      for (const file of filesOf(output.args, directory)) texts.set(file, await textOf(file))
      if (texts.size > 0) calls.set(input.callID, texts)
      if (calls.size > most) calls.delete(calls.keys().next().value)
    },
    "tool.execute.after": async (input) => {
      const files = []
      for (const [path, before] of calls.get(input.callID) ?? []) {
        const after = await textOf(path)
        if (after !== null && after !== before) files.push({ path, before, after })
      }
      calls.delete(input.callID)
      if (files.length === 0) return
      const names = { session_id: input.sessionID, tool_name: input.tool, tool_use_id: input.callID }
      await tell({ hook_event_name: "PostToolUse", cwd: directory, ...names, files }, directory)
    },
  }
}
