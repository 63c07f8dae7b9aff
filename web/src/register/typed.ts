/// What people type and how it is shown again: numbers with dots between thousands, amounts of money, dates known
/// only to the year or the month, moments. Pure.
import { parseDate, showDate, showInstant } from '../text/dates';

/// `1.250.000`, `1 250 000` and `1250000` are the same number; dots stand between thousands only. Null when it is none.
export function parseWhole(typed: string): number | null {
  const text = typed.trim().replace(/\s*(đồng|đ|VND)$/i, '');
  if (!/^-?(\d+|\d{1,3}([. \u00a0]\d{3})+)$/.test(text)) return null;
  const value = Number(text.replace(/[. \u00a0]/g, ''));
  return Number.isSafeInteger(value) ? value : null;
}

/// `98,5`, `12.5`, `1.234,5`: a number, but none that is taken here. Three digits behind a dot are thousands.
export const isFraction = (typed: string): boolean =>
  /^-?\d+(\.\d{3})*,\d+$|^-?\d+\.(\d{1,2}|\d{4,})$/.test(typed.trim());

/// Four digits stay together unless it is money: they may be a year.
export function showWhole(value: number, isMoney = false): string {
  const plain = String(Math.abs(value));
  const digits = plain.length < 5 && !isMoney ? plain : plain.replace(/\B(?=(\d{3})+$)/g, '.');
  return value < 0 ? `−${digits}` : digits;
}

/// `2001`, `5/2001`, `05/06/2001` → `2001`, `2001-05`, `2001-06-05`. Null when no such day exists.
export function parsePartial(typed: string): string | null {
  const text = typed.trim();
  const year = /^(\d{4})$/.exec(text);
  const month = /^(\d{1,2})\s*[/.-]\s*(\d{4})$/.exec(text);
  const isoMonth = /^(\d{4})-(\d{2})$/.exec(text);
  const [y, m] = year ? [year[1], null] : month ? [month[2], month[1]] : isoMonth ? [isoMonth[1], isoMonth[2]] : [null, null];
  if (y === undefined || y === null) return parseDate(text);
  if (Number(y) < 1900 || Number(y) > 2200) return null;
  if (m === null || m === undefined) return y;
  return Number(m) >= 1 && Number(m) <= 12 ? `${y}-${m.padStart(2, '0')}` : null;
}

export function showPartial(iso: string): string {
  const month = /^(\d{4})-(\d{2})$/.exec(iso);
  return month ? `${month[2]}/${month[1]}` : /^\d{4}$/.test(iso) ? iso : showDate(iso);
}

const kClock = /(\d{1,2})\s*(?::|h|g)\s*(\d{2})?/i;

/// `14:05 5/3/2026`, `5/3/2026 14h05` → `2026-03-05T14:05`. Null without both a day and a time of day; `day` stands in where
/// only a time of day was typed.
export function parseMoment(typed: string, day = ''): string | null {
  const text = typed.trim();
  const iso = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(text);
  if (iso) return `${iso[1]}T${iso[2]}`;
  const clock = kClock.exec(text);
  if (!clock) return null;
  const rest = text.replace(clock[0], ' ').trim();
  const on = rest === '' && day !== '' ? day : parseDate(rest);
  const [hour, minute] = [Number(clock[1]), Number(clock[2] ?? '0')];
  if (on === null || hour > 23 || minute > 59) return null;
  return `${on}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

export function showMoment(local: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(local);
  return parts ? `${parts[2]} ${showDate(parts[1])}` : showDate(local);
}

export type Precision = 'instant' | 'day' | 'month' | 'year';
export interface When {
  occurred_at: string;
  precision: Precision;
}

/// When something happened, as exactly as it was typed: a moment, a day, a month or a year of the country's clock.
export function parseWhen(typed: string): When | null {
  const moment = parseMoment(typed);
  if (moment !== null) return { occurred_at: instantOf(moment), precision: 'instant' };
  const partial = parsePartial(typed);
  if (partial === null) return null;
  const [year, month, day] = partial.split('-');
  const precision: Precision = day ? 'day' : month ? 'month' : 'year';
  return { occurred_at: instantOf(`${year}-${month ?? '01'}-${day ?? '01'}T00:00`), precision };
}

/// The instant of a local moment, `2026-03-05T14:05` → `2026-03-05T07:05:00Z`.
export function instantOf(local: string): string {
  return `${new Date(`${local}:00+07:00`).toISOString().slice(0, 19)}Z`;
}

/// An instant as the local moment it was: the other way round.
export function localOf(instant: string): string {
  const at = new Date(instant).getTime();
  return Number.isNaN(at) ? '' : new Date(at + 7 * 3_600_000).toISOString().slice(0, 16);
}

/// A day or an instant, whichever it is.
export function showAt(at: string): string {
  return at.includes('T') ? showInstant(at) : showDate(at);
}

/// What happened when, no more exactly than it is known.
export function showWhen(instant: string, precision: string | undefined): string {
  const local = localOf(instant);
  if (local === '') return instant;
  if (precision === 'year') return local.slice(0, 4);
  if (precision === 'month') return showPartial(local.slice(0, 7));
  return precision === 'day' ? showDate(local) : showMoment(local);
}
