/// The order in which bodies are offered to somebody who types part of a name: her own, those beside it in its tree, names that
/// begin with what she typed, the rest; what has ended last. Pure.
import { fold } from '../text/fold';

export interface Body {
  id: string;
  name: string;
  parent: { id: string } | null;
  valid_until: string | null;
}
/// Whose search it is: her body, and what stands above it, nearest first.
export interface Place {
  own: string;
  above: readonly string[];
}

const collator = new Intl.Collator('vi');

export const hasEnded = (body: Body, today: string): boolean => body.valid_until !== null && body.valid_until <= today;

function rank(body: Body, typed: string, place: Place, today: string): number {
  if (hasEnded(body, today)) return 4;
  if (body.id === place.own) return 0;
  const parent = body.parent?.id ?? '';
  const isNear = parent === place.own || (parent !== '' && parent === place.above[0]) || place.above.includes(body.id);
  if (isNear) return 1;
  return fold(body.name).startsWith(typed) ? 2 : 3;
}

export function inOrder<T extends Body>(bodies: readonly T[], typed: string, place: Place, today: string): T[] {
  const words = fold(typed);
  const ranked = bodies.map((body) => ({ body, at: rank(body, words, place, today) }));
  return ranked.sort((a, b) => a.at - b.at || collator.compare(a.body.name, b.body.name)).map((one) => one.body);
}
