/** Which characters of a document a series of changes inserted: the pure part of recording an accepted suggestion. */

/** One replacement, in UTF-16 offsets of the text as it was before it. */
export interface Replacement {
  rangeOffset: number;
  rangeLength: number;
  text: string;
}

/** Offsets [start, end) in the text after all changes. */
export interface Inserted {
  start: number;
  end: number;
}

/**
 * Applies replacements in turn and returns what they inserted.
 *
 * An accepted suggestion replaces the prefix that the person had typed by the whole suggestion; what the new text shares
 * with the replaced one at either end was there before and is left out. Later changes move earlier insertions.
 */
export function insertions(before: string, changes: readonly Replacement[]): Inserted[] {
  let text = before;
  let spans: Inserted[] = [];
  for (const { rangeOffset, rangeLength, text: inserted } of changes) {
    const end = rangeOffset + rangeLength;
    const [prefix, suffix] = common(text.slice(rangeOffset, end), inserted);
    spans = spans.flatMap((span) => moved(span, rangeOffset, end, inserted.length));
    if (prefix + suffix < inserted.length) {
      spans.push({ start: rangeOffset + prefix, end: rangeOffset + inserted.length - suffix });
    }
    text = text.slice(0, rangeOffset) + inserted + text.slice(end);
  }
  return joined(spans);
}

/** Lengths of the longest common beginning, and of the longest common end of the rest. */
function common(before: string, after: string): [number, number] {
  const limit = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < limit && before[prefix] === after[prefix]) prefix++;
  let suffix = 0;
  if (prefix > 0 && isHigh(after, prefix - 1)) prefix--;
  while (suffix < limit - prefix && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++;
  if (suffix > 0 && isHigh(after, after.length - suffix - 1)) suffix--;
  return [prefix, suffix];
}

/** Whether a surrogate pair begins here: an offset behind it would cut a character in two. */
function isHigh(text: string, offset: number): boolean {
  const unit = text.charCodeAt(offset);
  return unit >= 0xd800 && unit < 0xdc00;
}

/** What is left of a span, and where, when the text from `start` to `end` becomes `length` long. */
function moved(span: Inserted, start: number, end: number, length: number): Inserted[] {
  const shift = length - (end - start);
  if (span.end <= start) return [span];
  if (span.start >= end) return [{ start: span.start + shift, end: span.end + shift }];
  const pieces: Inserted[] = [];
  if (span.start < start) pieces.push({ start: span.start, end: start });
  if (span.end > end) pieces.push({ start: end + shift, end: span.end + shift });
  return pieces;
}

function joined(spans: Inserted[]): Inserted[] {
  const result: Inserted[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else result.push({ ...span });
  }
  return result;
}
