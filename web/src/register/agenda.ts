/// What comes first under "Việc của tôi": what cannot wait, what falls due within the month, what waits for somebody to
/// decide without a day, what has long to go. Pure.
import { dueOf, lastDayOf } from './due';
import type { AgendaItem } from './types';

export type AgendaPart = 'now' | 'month' | 'undated' | 'later';
/// A duty of next summer does not stand above somebody who waits for an answer.
export const kAgendaParts: readonly AgendaPart[] = ['now', 'month', 'undated', 'later'];
/// As far as somebody plans a week ahead.
const kSoonDays = 7;
const kMonthDays = 30;
const kDay = 86_400_000;

export interface Urgency {
  part: AgendaPart;
  /// Within its part, least first: late, sent back, by day.
  rank: number;
}

export function urgencyOf(item: AgendaItem, now: number): Urgency {
  const due = dueOf(item.standing, item.due_at, now);
  if (due.kind === 'overdue') return { part: 'now', rank: 0 };
  if (item.returned) return { part: 'now', rank: 1 };
  if (due.kind === 'hours' || due.kind === 'today') return { part: 'now', rank: 2 };
  if (due.kind === 'days' && due.count <= kSoonDays) return { part: 'now', rank: 2 };
  if (due.kind === 'days') return { part: due.count <= kMonthDays ? 'month' : 'later', rank: 0 };
  // Nobody waits for what is suspended.
  return { part: 'undated', rank: due.kind === 'suspended' ? 1 : 0 };
}

const dayOf = (item: AgendaItem): number => (item.due_at ? lastDayOf(item.due_at) : Date.parse(item.since) / kDay);

/// Every part in its order; one without anything is empty. What has no day comes by how long it waits.
export function partsOf(items: readonly AgendaItem[], now: number): Record<AgendaPart, AgendaItem[]> {
  const out: Record<AgendaPart, AgendaItem[]> = { now: [], month: [], undated: [], later: [] };
  const rank = new Map(items.map((one) => [one, urgencyOf(one, now)]));
  const by = (a: AgendaItem, b: AgendaItem): number =>
    (rank.get(a)?.rank ?? 0) - (rank.get(b)?.rank ?? 0) || dayOf(a) - dayOf(b) || (a.due_at ?? '').localeCompare(b.due_at ?? '');
  for (const one of [...items].sort(by)) out[rank.get(one)?.part ?? 'undated'].push(one);
  return out;
}

/// What is said above all: how much is late, came back, and ends within the week.
export function pressing(items: readonly AgendaItem[], now: number): { late: number; returned: number; soon: number } {
  const ranks = items.map((one) => urgencyOf(one, now)).filter((one) => one.part === 'now');
  const count = (rank: number): number => ranks.filter((one) => one.rank === rank).length;
  return { late: count(0), returned: items.filter((one) => one.returned).length, soon: count(2) };
}
