import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

const samples = path.join(path.dirname(path.dirname(__dirname)), "samples");

interface Generated {
  generated: { path: string; units: { name: string; lines: [first: number, last: number] }[] }[];
}

test("the lines that are said to be generated are whole functions", () => {
  const { generated } = JSON.parse(fs.readFileSync(path.join(samples, "shop.generated.json"), "utf8")) as Generated;
  for (const { path: file, units } of generated) {
    const lines = fs.readFileSync(path.join(samples, "shop", file), "utf8").split("\n");
    for (const { name, lines: range } of units) {
      const [first, last] = range;
      const header = lines[first - 1] ?? "";
      assert.match(header, new RegExp(String.raw`^\s*def ${name.split(".").at(-1) ?? ""}\(`), `${file}: ${name}`);
      const indent = header.search(/\S/);
      const body = lines.slice(first, last);
      assert.ok(
        body.every((line) => line === "" || line.search(/\S/) > indent),
        `${name} holds other code`,
      );
      const next = lines.slice(last).find((line) => line !== "") ?? "";
      assert.ok(next.search(/\S/) <= indent, `${name} ends too early`);
    }
  }
});
