/** One VS Code window in a browser page, driven as a person would. */
import fs from "node:fs";
import path from "node:path";
import { build } from "../../scripts/paths.mjs";

const FIRST = 90_000;
const LATER = 30_000;
const CELL = ".notebookOverlay .cell-list-container .monaco-list-row";
/** The key that closes all that a test may have opened in a window, but for dialogs; profiles of tests bind it. */
export const CLEAR = {
  key: "ctrl+alt+0",
  command: "runCommands",
  args: {
    commands: [
      "workbench.action.closeQuickOpen",
      "workbench.action.closeAllEditors",
      "workbench.action.closePanel",
      "workbench.view.explorer",
      "notifications.clearAll",
    ],
  },
};
const screenshots = path.join(build, "screenshots");

export class Workbench {
  /** Opens an address in a new page; waits until the editor shows text. */
  static async open(context, url) {
    const page = await context.newPage();
    const opened = Workbench.of(page, url);
    await page.goto(url);
    return opened;
  }

  /** A page that goes to an address; waits until its editor shows text. */
  static async of(page, url) {
    page.setDefaultTimeout(LATER);
    const workbench = new Workbench(page, new URL(url));
    await page.locator(".monaco-workbench .editor-instance .view-line").first().waitFor({ timeout: FIRST });
    return workbench;
  }

  constructor(page, { host, searchParams }) {
    this.page = page;
    this.folder = searchParams.get("folder");
    /** Hosts other than the editor's own that the page asked. */
    this.outside = new Set();
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (/^(https?|wss?):$/.test(url.protocol) && url.host !== host) this.outside.add(url.host);
    });
    this.status = page.locator('[id="groundwire.groundwire.status"]');
    this.warnings = page.locator(".editor-instance .squiggly-warning");
    this.marks = page.locator(".editor-instance :is(.squiggly-warning, .squiggly-info)");
    this.lenses = page.locator(".editor-instance .codelens-decoration");
    this.ghostText = page.locator(".editor-instance .ghost-text-decoration").first();
    this.toasts = page.locator(".notifications-toasts .notification-list-item");
    this.files = page.locator(".explorer-folders-view .monaco-list-row");
    this.problems = page.locator(".markers-panel .monaco-list-row");
    this.lightBulb = page.locator(".editor-instance .lightBulbWidget").first();
    /** Parts of the window, for pictures of them. */
    this.editor = page.locator(".part.editor");
    this.statusBar = page.locator(".part.statusbar");
    this.panel = page.locator(".part.panel");
    this.menu = page.locator(".quick-input-widget");
  }

  /** An entry of the list that is open. */
  entry(label) {
    return this.page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first();
  }

  /** The list that is open, which asks something. */
  question(text) {
    return this.menu.getByPlaceholder(text, { exact: true });
  }

  /** Takes an entry of the list that is open: by its name, as a pointer may be under the hover of another one. */
  async pick(label) {
    await this.entry(label).waitFor();
    await this.#take(label, this.entry(label));
  }

  /** Types into the list that is open, and takes an entry as soon as it is the one that Enter takes. */
  async #take(typed, entry) {
    await this.page.locator(".quick-input-widget input").first().fill(typed);
    await entry.and(this.page.locator(".focused")).waitFor();
    await this.press("Enter");
  }

  /** Takes an entry of the status item's menu. */
  async choose(label) {
    await this.status.click();
    await this.pick(label);
  }

  /** The message that covers the window and says something. */
  dialog(text) {
    return this.page.locator(".monaco-dialog-box", { hasText: text });
  }

  /** The message in the corner that says something. */
  toast(text) {
    return this.toasts.filter({ hasText: text });
  }

  /** Takes a button of the message in the corner, or of the one that covers the window, that says something. */
  async answer(text, button) {
    await this.dialog(text).or(this.toast(text)).getByRole("button", { name: button, exact: true }).click();
  }

  /** A step of the walkthrough, ticked off or not. */
  step(id, { done }) {
    const box = `.codicon-getting-started-step-${done ? "checked" : "unchecked"}`;
    return this.page.locator(`[data-step-id$="#${id}"] ${box}`).first();
  }

  /** Colours of the theme in force, each as red, green, blue, and opacity where it is not opaque. */
  colours(names) {
    return this.page.evaluate((variables) => {
      const style = getComputedStyle(document.querySelector(".monaco-workbench"));
      const probe = document.body.appendChild(document.createElement("i"));
      const parts = variables.map((variable) => {
        probe.style.color = style.getPropertyValue(`--vscode-${variable}`);
        return getComputedStyle(probe)
          .color.match(/[\d.]+/g)
          .map(Number);
      });
      probe.remove();
      return parts;
    }, names);
  }

  /** The line of code that holds a text. */
  line(text) {
    return this.page.locator(".editor-instance .view-line", { hasText: spaced(text) }).first();
  }

  /** Opens a file by its path in the folder; waits until the editor shows its text and has the focus. */
  async openFile(file) {
    await this.press("Control+P");
    await this.menu.waitFor();
    const name = path.basename(file);
    await this.#take(path.join(this.folder, file), this.entry(new RegExp(`^\\s*${name}`)));
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator(".editor-instance .monaco-editor.focused .view-line").first().waitFor();
  }

  /** Opens a file at the top of the folder as a person does, in the editor that is made for its kind. */
  async openFromExplorer(name) {
    await this.files.filter({ hasText: name }).first().dblclick();
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
  }

  /** Closes everything that was opened in the window: editors, which must be saved, lists, messages and panels. */
  async clear() {
    await this.page.mouse.move(0, 0);
    await this.press(CLEAR.key.replace("ctrl", "Control").replace("alt", "Alt"));
    const opened = [this.menu, this.toasts, this.panel, this.page.locator(".part.editor .tab")];
    for (const part of opened) await part.filter({ visible: true }).first().waitFor({ state: "detached" });
    await this.files.first().waitFor();
  }

  /** The cell of a notebook that holds a text. */
  cell(text) {
    return this.page.locator(CELL, { hasText: spaced(text) }).first();
  }

  /** Waits for a code lens that says something. */
  lens(text) {
    return this.lenses.filter({ hasText: text }).first().waitFor();
  }

  /** Runs a command from the palette; waits until the palette is gone, or has become the command's own question. */
  async run(title) {
    await this.page.keyboard.press("F1");
    const input = this.page.locator(".quick-input-widget input").first();
    await input.waitFor({ state: "visible" });
    await input.fill(`>${title}`);
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
    await this.page.keyboard.press("Enter");
    await this.page.waitForFunction((typed) => {
      const shown = document.querySelector(".quick-input-widget input");
      return shown === null || shown.offsetParent === null || shown.value !== typed;
    }, `>${title}`);
  }

  /** Puts the cursor at the end of the line that holds a text. */
  async cursorAfter(text) {
    await this.line(text).click();
    await this.page.keyboard.press("End");
  }

  /** Types with the keyboard, one key after the other. */
  type(text) {
    return this.page.keyboard.type(text, { delay: 15 });
  }

  press(key) {
    return this.page.keyboard.press(key);
  }

  /** Rests the mouse on a mark until the hover appears; anew where the line has moved meanwhile. */
  async hover(mark, text) {
    const hover = this.page.locator(".monaco-hover:visible", { hasText: text }).first();
    for (let attempt = 1; ; attempt++) {
      const box = await mark.boundingBox();
      const [x, y] = [box.x + Math.min(12, box.width / 2), box.y + box.height / 2];
      await this.page.mouse.move(x - 4, y - 60);
      await this.page.mouse.move(x, y, { steps: 4 });
      try {
        await hover.waitFor({ timeout: 5000 });
        return hover;
      } catch (error) {
        if (attempt === 6) throw error;
      }
    }
  }

  /**
   * Opens the quick fixes at the cursor and goes to the entry of that title; Enter takes it.
   *
   * Only when nothing moves any more: the editor drops a list, and what its entries do, whenever it looks for its light
   * bulb anew, as it does when the cursor or a mark has changed. Opened again where it came in between all the same.
   */
  async quickFix(title) {
    await this.settled();
    await this.lightBulb.waitFor();
    const entries = this.page.locator(".action-widget .monaco-list-row.action");
    for (let attempt = 1; ; attempt++) {
      await this.press("Control+Period");
      try {
        await entries.filter({ hasText: title }).waitFor({ timeout: 5000 });
        break;
      } catch (error) {
        if (attempt === 6) throw error;
        await this.press("Escape");
      }
    }
    const titles = await entries.allInnerTexts();
    const place = titles.findIndex((text) => text.includes(title));
    for (let index = 0; index < place; index++) await this.press("ArrowDown");
    await entries.nth(place).and(this.page.locator(".focused")).waitFor();
  }

  /** Waits until the gutter shows icons of a kind (`generated`, `refuted`, …), of one theme or any; returns how many. */
  async gutterIcons(kind, theme = "") {
    const count = (name) =>
      [...document.querySelectorAll(".editor-instance .margin *")].filter((element) =>
        getComputedStyle(element).backgroundImage.includes(name),
      ).length;
    await this.page.waitForFunction(count, `${kind}-${theme}`);
    return this.page.evaluate(count, `${kind}-${theme}`);
  }

  /** Waits until the gutter shows nothing of ours. */
  async noGutterIcons() {
    await this.page.waitForFunction(
      () =>
        ![...document.querySelectorAll(".editor-instance .margin *")].some((element) =>
          /(generated|refuted|unverified|supported)-/.test(getComputedStyle(element).backgroundImage),
        ),
    );
  }

  /**
   * Waits until a suggestion shows where the cursor is; asks for it where none came by itself.
   *
   * On a busy machine the editor can lose what it asked after the last key, and does not ask again before the next one:
   * with the focus in the text, and no list open that would hide the suggestion.
   */
  async suggested() {
    try {
      await this.ghostText.waitFor({ timeout: 5000 });
    } catch {
      await this.run("Trigger Inline Suggestion");
      await this.ghostText.waitFor();
    }
  }

  /** Waits until the cursor stands in a column, counted from 1. */
  async waitForColumn(column) {
    await this.page.locator('[id="status.editor.selection"]', { hasText: new RegExp(`Col ${column}\\b`) }).waitFor();
  }

  /** Waits until the status item says something. */
  async waitForStatus(text, timeout = LATER) {
    await this.status.filter({ hasText: text }).waitFor({ timeout });
  }

  /** Saves the file in the editor and waits until the tab says that it is saved. */
  async save() {
    const dirty = this.page.locator(".tab.active.dirty");
    await dirty.waitFor();
    await this.page.keyboard.press("Control+S");
    await dirty.waitFor({ state: "detached" });
  }

  /** Waits until everything was analysed: the status item turns no more. */
  async settled() {
    await this.status.locator(".codicon-loading").waitFor({ state: "detached" });
  }

  /** Keeps a picture among the build's outputs: of the whole window, or of the rectangle that holds some parts of it. */
  async screenshot(name, ...parts) {
    fs.mkdirSync(screenshots, { recursive: true });
    const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
    const options = { path: path.join(screenshots, `${name}.png`) };
    await this.page.screenshot(boxes.length === 0 ? options : { ...options, clip: around(boxes) });
  }

  async close() {
    await this.page.close();
  }
}

/** The smallest rectangle that holds all of some. */
function around(boxes) {
  const [x, y] = ["x", "y"].map((side) => Math.min(...boxes.map((box) => box[side])));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The editor draws spaces as non-breaking ones. */
function spaced(text) {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(" ", String.raw`\s`));
}
