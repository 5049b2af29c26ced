// Which words of two matching passages differ: what an edited copy changed.

// Below this likeness nearly every word differs, and marking them all says nothing.
const MIN_ALIKE = 0.7;
// The same for a passage whose sentences changed places: alike, but few words are kept in their order.
const MIN_KEPT = 0.6;
const MAX_WORDS = 600;

function differences(left, right, passage) {
  const [a, b] = [wordRanges(left, ...passage.left), wordRanges(right, ...passage.right)];
  if (passage.similarity < MIN_ALIKE || a.length > MAX_WORDS || b.length > MAX_WORDS) return { left: [], right: [] };
  const kept = commonWords(a, b);
  if (kept.size < MIN_KEPT * (a.length + b.length)) return { left: [], right: [] };
  return { left: a.filter((word) => !kept.has(word)), right: b.filter((word) => !kept.has(word)) };
}

function wordRanges(text, start, end) {
  const words = text.slice(start, end).matchAll(/[\p{L}\p{M}\p{N}]+(?:[.,/:][\p{N}]+)*/gu);
  return [...words].map((found) => ({ start: start + found.index, end: start + found.index + found[0].length, word: found[0].normalize("NFC") }));
}

// The words of a longest common subsequence, from both sides.
function commonWords(a, b) {
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      longest[at] = a[i].word === b[j].word ? longest[at + width + 1] + 1 : Math.max(longest[at + width], longest[at + 1]);
    }
  }
  const kept = new Set();
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i].word === b[j].word) kept.add(a[i++]).add(b[j++]);
    else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) i += 1;
    else j += 1;
  }
  return kept;
}
