/// How near a limit is, as a colour and as something to say. Pure; the words are the page's.
import type { Standing } from './types';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'mute';
export type DueKind = 'none' | 'unknown' | 'suspended' | 'met' | 'met_late' | 'ended' | 'overdue' | 'today' | 'hours' | 'days';
export interface Due {
  tone: Tone;
  kind: DueKind;
  /// Whole days or hours, of what is said.
  count: number;
}

const kDay = 86_400_000;
const kHour = 3_600_000;

/// The day of an instant or date in the country's clock, as a number of days.
function dayOf(text: string): number {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Date.parse(`${text}T00:00:00Z`) / kDay;
  return Math.floor((Date.parse(text) + 7 * kHour) / kDay);
}

const kSettled: Record<string, [Tone, DueKind]> = {
  met: ['good', 'met'],
  met_late: ['warn', 'met_late'],
  suspended: ['mute', 'suspended'],
  paused: ['mute', 'suspended'],
  ended: ['mute', 'ended'],
  stopped: ['mute', 'ended'],
  unknown: ['mute', 'unknown'],
};

export function dueOf(standing: Standing | null | undefined, dueAt: string | null | undefined, now: number): Due {
  const settled = standing ? kSettled[standing] : undefined;
  if (settled) return { tone: settled[0], kind: settled[1], count: 0 };
  if (!dueAt) return { tone: 'mute', kind: standing ? 'unknown' : 'none', count: 0 };
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(dueAt);
  const left = dayOf(dueAt) - dayOf(new Date(now).toISOString());
  const isLate = standing === 'overdue' || (isDate ? left < 0 : Date.parse(dueAt) <= now);
  if (isLate) return { tone: 'bad', kind: 'overdue', count: Math.max(0, -left) };
  const hours = isDate ? 24 : Math.floor((Date.parse(dueAt) - now) / kHour);
  // The last instant of a day is a day's limit, not one of hours.
  const isEndOfDay = isDate || new Date(Date.parse(dueAt) + 7 * kHour + 1000).getUTCHours() === 0;
  if (!isEndOfDay && hours < 24) return { tone: 'warn', kind: 'hours', count: hours };
  if (left === 0) return { tone: 'warn', kind: 'today', count: 0 };
  return { tone: standing === 'due_soon' || left <= 2 ? 'warn' : 'plain', kind: 'days', count: left };
}
