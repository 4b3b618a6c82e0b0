/** A window that tests share, one after the other, as opening one costs more than most of what they do in it. */
import { attributeSample, revertSample } from "../../scripts/sample.mjs";

/** What the status item says of the sample, by whether it is attributed. */
const KNOWN = new Map([
  [true, "4 refuted · 6 unverified"],
  [false, "nothing attributed yet"],
]);

export class SharedWindow {
  /** Whether what is on record of the copy may be something else than at first. */
  #changed = false;

  /** A window on a fresh copy of the sample. */
  constructor(workbench, { attributed }) {
    this.workbench = workbench;
    this.attributed = attributed;
  }

  /** Gives the window to a test; `changing` says that the test changes who wrote what, and does not change it back. */
  async take({ changing }) {
    await this.#restore();
    this.#changed = changing;
    return this.workbench;
  }

  /** Closes what is open, and brings the copy of the sample back to what it was at first. */
  async #restore() {
    const { workbench } = this;
    await workbench.page.bringToFront();
    await workbench.clear();
    await revertSample(workbench.folder);
    if (this.#changed) {
      await workbench.choose("Clear attribution of this folder…");
      await workbench.answer("Clear the attribution of the whole folder?", "Clear");
      await workbench.waitForStatus(KNOWN.get(false));
      if (this.attributed) await attributeSample(workbench.folder);
      await workbench.clear(); // of the message that says how many files it were
    }
    await this.ready();
  }

  /** Waits until the window knows of the sample what there is to know. */
  async ready() {
    await this.workbench.waitForStatus(KNOWN.get(this.attributed));
    await this.workbench.settled();
  }
}
