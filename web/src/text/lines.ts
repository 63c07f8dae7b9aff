/// Text taken from a PDF is broken at the width of the paper. On a narrower pane those breaks fall in the middle of
/// lines, so breaks that only wrap a paragraph are shown as spaces. Length and offsets stay the same: one character
/// is replaced by one character, and nothing of this is ever sent back.

/// A line shorter than this share of the paper's width ended because its paragraph did.
const kFullFrom = 0.72;
/// Below this the text was not wrapped for paper at all.
const kNarrowest = 50;
const kStartsItem = /^\s*(?:[-–—+*•]|\(?\d{1,3}[.):]|\(?[\p{L}]{1,2}[.)]\s|[IVXLC]{1,6}[.)]|Điều\s|Phần\s|Chương\s|Mục\s)/u;
const kColumns = /\S\s{3,}\S|\t|\|/;

function paperWidth(lines: readonly string[]): number {
  const lengths = lines.map((line) => line.trim().length).filter((length) => length > 0);
  lengths.sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length * 0.9)] ?? 0;
}

/// The text with paragraph-internal line ends replaced by spaces.
export function joinWrappedLines(text: string): string {
  const lines = text.split('\n');
  const width = paperWidth(lines);
  if (width < kNarrowest) return text;
  let joined = '';
  lines.forEach((line, index) => {
    joined += line;
    const next = lines[index + 1];
    if (next === undefined) return;
    const isWrap =
      line.trimEnd().length >= width * kFullFrom &&
      next.trim() !== '' &&
      !/^\s*\f/.test(next) &&
      !kStartsItem.test(next) &&
      !kColumns.test(line) &&
      !kColumns.test(next) &&
      !/[.;:]$/.test(line.trimEnd());
    // After a space that is already there a mark without width keeps the count.
    joined += !isWrap ? '\n' : /\s$/.test(line) ? '\u200b' : ' ';
  });
  return joined;
}
