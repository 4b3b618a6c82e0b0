/** Connecting an agent, and what it edits while its files are not open. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

export function agents(shared) {
  test("an agent is connected after the difference was shown, and its edit is listed though the file is closed", async () => {
    const { setting } = shared;
    const window = await setting.sharedWindow({ attributed: false });
    const { folder } = window;
    const settings = path.join(folder, ".claude", "settings.local.json");
    await window.openFile("src/shop/pricing.py");
    await window.waitForStatus("nothing attributed yet");

    await window.choose("Connect my agent…");
    await window.pick("Claude Code in this project");
    await window.page
      .locator(".monaco-diff-editor .editor.modified .view-line", { hasText: "record" })
      .first()
      .waitFor();
    assert.ok(!fs.existsSync(settings), "nothing is written before the person has seen the difference");
    await window.question("Write this change to .claude/settings.local.json?").waitFor();
    await window.press("Control+B");
    await window.page.setViewportSize({ width: 1200, height: 600 });
    await window.screenshot("connect-agent", window.editor, window.menu);
    await window.page.setViewportSize(setting.viewport);
    await window.press("Control+B");
    await window.pick("Cancel");
    await window.page.locator(".monaco-diff-editor").waitFor({ state: "detached" });
    assert.ok(!fs.existsSync(settings), "nothing is written after Cancel");

    await window.choose("Connect my agent…");
    await window.pick("Claude Code in this project");
    await window.pick("Write");
    await window.toast("Claude Code tells Groundwire of its edits").waitFor();
    await window.run("Notifications: Clear All Notifications");
    const command = hookCommand(settings);
    assert.ok(
      command.includes(setting.storage),
      "the command is the launcher, which outlives the extension's versions",
    );

    const result = edit(command, folder, "src/shop/settings.py", setting.profile.env);
    assert.deepEqual([result.status, result.stderr], [0, ""]);
    await window.waitForStatus("1 refuted");
    await window.run("Problems: Focus on Problems View");
    await window.problems.filter({ hasText: "GW208" }).first().waitFor();
    await window.problems.filter({ hasText: "settings.py" }).first().waitFor();
    assert.equal(await window.page.locator(".tab", { hasText: "settings.py" }).count(), 0, "the file is not open");
    await window.screenshot("agent-edit");

    await window.choose("Connect my agent…");
    await window.pick("Disconnect Claude Code in this project");
    await window.question("Delete .claude/settings.local.json, in which nothing is left?").waitFor();
    await window.pick("Delete the file");
    await window.toast("The hook is gone").waitFor();
    assert.ok(!fs.existsSync(settings));

    await window.run("Groundwire: Get Started");
    await window.step("agent", { done: true }).waitFor();
  });
}

/** The command that the agent's settings run after each edit. */
function hookCommand(file) {
  const { hooks } = JSON.parse(fs.readFileSync(file, "utf8"));
  return hooks.PostToolUse[0].hooks[0].command;
}

/** What Claude Code does: writes a file anew, then runs the hook with what it did. */
function edit(command, folder, file, env) {
  const absolute = path.join(folder, file);
  const before = fs.readFileSync(absolute, "utf8");
  const after = `${before}\n\ndef is_verbose() -> bool:\n    return bool(os.environ.get("SHOP_VERBOSE"))\n`;
  fs.writeFileSync(absolute, after);
  const payload = {
    session_id: "s-1",
    cwd: folder,
    hook_event_name: "PostToolUse",
    tool_name: "Write",
    tool_input: { file_path: absolute, content: after },
    tool_response: { type: "update", filePath: absolute, content: after, originalFile: before, structuredPatch: [] },
    tool_use_id: "toolu_1",
  };
  const options = { input: JSON.stringify(payload), encoding: "utf8", cwd: folder };
  return spawnSync("/bin/sh", ["-c", command], { ...options, env: { ...env, CLAUDE_PROJECT_DIR: folder } });
}
