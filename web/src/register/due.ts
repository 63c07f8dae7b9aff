/// How near a limit is, as a colour and as something to say. Pure; the words are the page's.
import type { Clock, Standing } from './types';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'mute';
export type DueKind = 'none' | 'unknown' | 'unnamed' | 'suspended' | 'met' | 'met_late' | 'overdue' | 'today' | 'hours' | 'days';
export interface Due {
  tone: Tone;
  kind: DueKind;
  /// Whole days or hours, of what is said.
  count: number;
}

const kDay = 86_400_000;
const kHour = 3_600_000;

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/// The day of a moment in the country's clock, as a number of days.
const dayOf = (at: number): number => Math.floor((at + 7 * kHour) / kDay);

/// The last day of a limit. One that is counted in days ends at 24:00, which is already the next day's 00:00.
export function lastDayOf(dueAt: string): number {
  return isDate(dueAt) ? Date.parse(`${dueAt}T00:00:00Z`) / kDay : dayOf(Date.parse(dueAt) - 1);
}
/// Whether a limit ends with a day, so that its hour says nothing.
export function isWholeDay(dueAt: string): boolean {
  return isDate(dueAt) || (Date.parse(dueAt) + 7 * kHour) % kDay === 0;
}
/// The last day, or the hour of a limit in hours: what is written behind "by".
export function dayText(dueAt: string): string {
  return isWholeDay(dueAt) ? new Date(lastDayOf(dueAt) * kDay).toISOString().slice(0, 10) : dueAt;
}

/// A moment as exactly as it was said: what begins at 00:00 was said as a day, and a limit in days takes no hours.
export function saidText(at: string, dueAt: string | null | undefined): string {
  if (isDate(at)) return at;
  const isDay = (Date.parse(at) + 7 * kHour) % kDay === 0 || (dueAt ? isWholeDay(dueAt) : false);
  return isDay ? dayOn(at) : at;
}
/// The day of a moment by the country's calendar.
export function dayOn(at: string): string {
  return isDate(at) ? at : new Date(dayOf(Date.parse(at)) * kDay).toISOString().slice(0, 10);
}

/// Whole days that something waits already, by the country's calendar.
export function waited(since: string, now: number): number {
  return Math.max(0, dayOf(now) - dayOf(Date.parse(since)));
}

const kSettled: Record<string, [Tone, DueKind]> = {
  met: ['good', 'met'],
  met_late: ['warn', 'met_late'],
  suspended: ['mute', 'suspended'],
  none: ['mute', 'none'],
  unknown: ['mute', 'unknown'],
  unnamed: ['mute', 'unnamed'],
};

export function dueOf(standing: Standing | null | undefined, dueAt: string | null | undefined, now: number): Due {
  const settled = standing ? kSettled[standing] : undefined;
  if (settled) return { tone: settled[0], kind: settled[1], count: 0 };
  if (!dueAt) return { tone: 'mute', kind: standing ? 'unknown' : 'none', count: 0 };
  const left = lastDayOf(dueAt) - dayOf(now);
  const isLate = standing === 'overdue' || (isWholeDay(dueAt) ? left < 0 : Date.parse(dueAt) <= now);
  if (isLate) return { tone: 'bad', kind: 'overdue', count: Math.max(0, -left) };
  const hours = Math.floor((Date.parse(dueAt) - now) / kHour);
  if (!isWholeDay(dueAt) && hours < 24) return { tone: 'warn', kind: 'hours', count: hours };
  if (left === 0) return { tone: 'warn', kind: 'today', count: 0 };
  return { tone: standing === 'due_soon' || left <= 2 ? 'warn' : 'plain', kind: 'days', count: left };
}

type Timed = Pick<Clock, 'standing' | 'due_at' | 'stopped_at' | 'started_at'>;

/// What has no day at all and goes on: it says how long somebody waits.
export function isWaiting(clock: Timed): boolean {
  return clock.standing === 'unknown' && clock.due_at === null && clock.stopped_at === null && clock.started_at !== null;
}
/// What still runs, or would.
export function isOpenClock(clock: Timed, now: number): boolean {
  return clock.stopped_at === null && rankOf(clock, now) !== kSettledRank;
}
const kRank: Partial<Record<DueKind, number>> = { overdue: 0, hours: 1, today: 1, days: 2, suspended: 4, unnamed: 5, unknown: 7 };
const kSettledRank = 6;
function rankOf(clock: Timed, now: number): number {
  return kRank[dueOf(clock.standing, clock.due_at, now).kind] ?? kSettledRank;
}
/// By how pressing they are; behind every real day, be it one that was met, what only waits.
export function inOrder<C extends Timed>(clocks: readonly C[], now: number): C[] {
  return [...clocks].sort((a, b) => rankOf(a, now) - rankOf(b, now) || (a.due_at ?? '9').localeCompare(b.due_at ?? '9'));
}
