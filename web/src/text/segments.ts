/// Cuts the source text into pieces that each belong to the same items, so that the page can draw overlapping
/// spans (a deadline inside a task, a report inside a section) without nesting or repeating text.
import type { Span } from '../api/types';
import type { Offsets } from './offsets';

export interface Mark {
  id: string;
  span: Span;
}

export interface Segment {
  /// Code point range in the source.
  begin: number;
  end: number;
  text: string;
  /// The item a click on this piece means: the shortest one covering it, as the most particular.
  owner: string | null;
  /// Every item covering the piece.
  covering: string[];
  /// True on the first piece of its owner, which alone is a tab stop.
  first: boolean;
}

/// Pieces in reading order that together are the whole text. `breaks` are offsets where a piece must also end
/// (page starts). Spans that are empty or reversed are left out; those beyond the text are cut.
export function cutSegments(offsets: Offsets, marks: readonly Mark[], breaks: readonly number[] = []): Segment[] {
  const total = offsets.length;
  const usable = marks
    .map((mark) => ({ id: mark.id, begin: Math.max(0, mark.span.begin), end: Math.min(total, mark.span.end) }))
    .filter((mark) => mark.begin < mark.end);
  const cuts = new Set<number>([0, total]);
  for (const mark of usable) cuts.add(mark.begin).add(mark.end);
  for (const at of breaks) if (at > 0 && at < total) cuts.add(at);
  const sorted = [...cuts].sort((a, b) => a - b);
  const byBegin = [...usable].sort((a, b) => a.begin - b.begin);

  const segments: Segment[] = [];
  const seen = new Set<string>();
  let open: typeof usable = [];
  let next = 0;
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const begin = sorted[i] ?? 0;
    const end = sorted[i + 1] ?? 0;
    open = open.filter((mark) => mark.end > begin);
    for (; next < byBegin.length && (byBegin[next]?.begin ?? 0) <= begin; next += 1) {
      const mark = byBegin[next];
      if (mark) open.push(mark);
    }
    let owner: (typeof usable)[number] | null = null;
    for (const mark of open) if (!owner || mark.end - mark.begin < owner.end - owner.begin) owner = mark;
    const first = owner !== null && !seen.has(owner.id);
    if (owner) seen.add(owner.id);
    segments.push({
      begin,
      end,
      text: offsets.slice(begin, end),
      owner: owner?.id ?? null,
      covering: open.map((mark) => mark.id),
      first,
    });
  }
  return segments;
}
