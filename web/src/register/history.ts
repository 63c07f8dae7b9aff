/// What corrections changed: the answer an entry had before each of them. Pure.
import { isSame } from './merge';
import type { Action, Answers, Happening, Json, Past } from './types';

export interface Difference {
  field: string;
  before: Json;
  after: Json;
}

/// `events` in any order. The entry and its earlier corrections say what stood before this one.
export function differencesOf(events: readonly Happening[], correction: Happening): Difference[] {
  const original = events.find((one) => one.id === correction.corrects);
  const earlier = events
    .filter((one) => one.corrects === correction.corrects && one.id !== correction.id && one.version < correction.version)
    .sort((a, b) => a.version - b.version);
  const before: Answers = Object.assign({}, original?.answers ?? {}, ...earlier.map((one) => one.answers ?? {})) as Answers;
  return Object.entries(correction.answers ?? {})
    .map(([field, after]) => ({ field, before: before[field] ?? null, after }))
    .filter((one) => !isSame(one.before, one.after));
}

/// What an entry emptied, and the answer that stood there before it. One that nobody had given is none. `isTold`: questions
/// whose new answer is told beside the old one too, as the day of what is put off.
export function clearedBy(
  events: readonly Happening[],
  event: Happening,
  isTold: (field: string) => boolean = () => false,
): Difference[] {
  if (event.kind === 'corrected') return [];
  const earlier = events
    .filter((one) => one.version < event.version && one.kind !== 'corrected')
    .sort((a, b) => b.version - a.version)
    .map((one) => asCorrected(events.filter((other) => other.version < event.version), one));
  return Object.entries(event.answers ?? {})
    .filter(([field, value]) => value === null || isTold(field))
    .map(([field, after]) => ({
      field,
      before: earlier.find((one) => one.answers && field in one.answers)?.answers?.[field] ?? null,
      after,
    }))
    .filter((one) => one.before !== null && !isSame(one.before, one.after));
}

/// The how-many-eth time an entry's action was taken: counted back from how often it was taken in all.
export function timeOf(events: readonly Happening[], event: Happening, all: number | undefined): number | null {
  if (!all) return null;
  const later = events.filter((one) => one.kind === event.kind && one.version > event.version).length;
  return all - later > 0 ? all - later : null;
}

/// An entry as its newest correction left it, its time included, for correcting it once more.
export function asCorrected(events: readonly Happening[], event: Happening): Happening {
  const corrections = events
    .filter((one) => one.corrects === event.id)
    .sort((a, b) => a.version - b.version);
  const answers = Object.assign({}, event.answers ?? {}, ...corrections.map((one) => one.answers ?? {})) as Answers;
  const newest = corrections.at(-1);
  const when = newest ? { occurred_at: newest.occurred_at, precision: newest.precision ?? 'instant' } : {};
  return { ...event, ...when, answers };
}

/// The page before put behind what is shown already.
export function withEarlier(shown: Past, earlier: Past): Past {
  const events = [...shown.events, ...earlier.events];
  const here = new Set(events.map((one) => one.id));
  const mended = new Map([...shown.mended, ...earlier.mended].filter((one) => !here.has(one.id)).map((one) => [one.id, one]));
  return { events, mended: [...mended.values()], next: earlier.next };
}

/// The questions that an action taken so far asked, or one that is open now asks: what nobody was asked is no gap. While
/// the beginning is not read yet, whatever may open a record counts as taken.
export function askedSoFar(actions: readonly Action[], past: Past, open: readonly string[]): Set<string> {
  const kinds = new Set([...past.events, ...past.mended].map((one) => one.kind));
  const counts = (action: Action): boolean =>
    kinds.has(action.id) || open.includes(action.id) || (past.next !== null && action.creates === true);
  return new Set(actions.filter(counts).flatMap((action) => action.fields ?? []));
}

/// Whether recording came so much later that the page should say it.
export function isLate(event: Happening): boolean {
  if (event.precision && event.precision !== 'instant') return true;
  return Date.parse(event.recorded_at) - Date.parse(event.occurred_at) > 120_000;
}

/// The body whose entry made a link that stands; empty where that lies further back than what is loaded.
export function madeBy(
  events: readonly Happening[],
  link: { kind: string; to_register: string; to: string | null },
): string {
  const made = events
    .filter((event) => event.kind !== 'unlinked')
    .filter((event) =>
      (event.links ?? []).some(
        (one) => one.kind === link.kind && one.to_register === link.to_register && one.to === link.to && one.to !== null,
      ),
    )
    .sort((a, b) => b.version - a.version);
  return made[0]?.organisation?.id ?? '';
}

/// The newest entry, where it sent the record back into a state that it had left, with what was said why. The same person who
/// was waited for is to act again.
export function sentBack(past: Past, actions: readonly Action[], state: string): Happening | null {
  const acts = past.events.filter((one) => actions.some((action) => action.id === one.kind)).sort((a, b) => b.version - a.version);
  const [newest] = acts;
  const action = actions.find((one) => one.id === newest?.kind);
  if (!newest || !action?.reason || !newest.reason || action.to !== state) return null;
  const left = acts[1]?.state;
  const wasThere = acts.slice(1).some((one) => one.state === state);
  return left !== undefined && left !== state && (wasThere || past.next !== null) ? newest : null;
}
