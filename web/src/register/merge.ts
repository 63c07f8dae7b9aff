/// Answers compared: what one person changed, what another changed meanwhile, and what both did. Pure.
import { hasRedacted } from './form-value';
import type { Answers, Json } from './types';

/// Same value, whatever the order of an object's members; no answer and null are the same.
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  const [one, two] = [a ?? null, b ?? null];
  if (one === two) return true;
  if (typeof one !== 'object' || typeof two !== 'object' || one === null || two === null) return false;
  if (Array.isArray(one) || Array.isArray(two)) {
    if (!Array.isArray(one) || !Array.isArray(two) || one.length !== two.length) return false;
    return one.every((item, index) => isSame(item, two[index]));
  }
  const names = new Set([...Object.keys(one), ...Object.keys(two)]);
  return [...names].every((name) => isSame(one[name], two[name]));
}

/// Whether nothing was answered: an empty text, list or object is none.
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

/// What is sent: the fields whose answer differs from the one before, null where it was cleared.
export function changesOf(before: Answers, after: Answers, fields: readonly string[]): Answers {
  const changes: Answers = {};
  for (const field of fields) {
    const value = after[field];
    const next = isEmpty(value) ? null : (value as Json);
    if (!isSame(before[field], next)) changes[field] = next;
  }
  return changes;
}

/// Answers after some of them were changed.
export function applied(before: Answers, changes: Answers): Answers {
  const after: Answers = { ...before };
  for (const [field, value] of Object.entries(changes)) {
    if (value === null) delete after[field];
    else after[field] = value;
  }
  return after;
}

export interface Clash {
  field: string;
  mine: Json;
  theirs: Json;
}
export interface Merge {
  /// Changed by both, differently: a person has to choose.
  clashes: Clash[];
  /// Changed by the other alone: stays as it is now.
  theirs: { field: string; before: Json; now: Json }[];
  /// Changed by me alone, or alike by both: can be sent without asking.
  mine: Answers;
}

/// `base` is what I started from, `changes` what I meant to send, `now` what the record holds since. What is asked
/// `anew` is mine alone, whatever another said meanwhile: both were told of their own time.
export function mergeOf(base: Answers, changes: Answers, now: Answers, anew: readonly string[] = []): Merge {
  const merge: Merge = { clashes: [], theirs: [], mine: {} };
  for (const field of [...new Set([...Object.keys(base), ...Object.keys(now)])]) {
    if (field in changes || isSame(base[field], now[field])) continue;
    merge.theirs.push({ field, before: base[field] ?? null, now: now[field] ?? null });
  }
  for (const [field, mine] of Object.entries(changes)) {
    const theirs = now[field] ?? null;
    if (anew.includes(field)) {
      merge.mine[field] = mine;
      continue;
    }
    if (isSame(theirs, mine)) continue;
    if (isSame(base[field], theirs)) merge.mine[field] = mine;
    else if (hasRedacted(theirs)) merge.theirs.push({ field, before: base[field] ?? null, now: theirs }); // never brought back
    else merge.clashes.push({ field, mine, theirs });
  }
  return merge;
}

/// What is sent once every clash was decided.
export function resolved(merge: Merge, keepsMine: Record<string, boolean>): Answers {
  const answers: Answers = { ...merge.mine };
  for (const clash of merge.clashes) if (keepsMine[clash.field]) answers[clash.field] = clash.mine;
  return answers;
}
