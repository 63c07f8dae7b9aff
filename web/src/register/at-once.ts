/// One answer for many records that are asked the same once a period. Pure.
import type { Labels } from './labels';
import { whereText } from './narrowing';
import type { Answers, AtOnceRule, OfferedRecord } from './types';

/// What it says, in the words of the options: `Không phát sinh`.
export const saidAtOnce = (labels: Pick<Labels, 'option'>, rule: AtOnceRule): string =>
  Object.entries(rule.says)
    .map(([field, code]) => labels.option(field, code))
    .join('; ');

const said = (one: OfferedRecord, column: string): string => String(one.columns[column] ?? '');

/// The values of a column, the one with most records first.
export function valuesOf(records: readonly OfferedRecord[], column: string): string[] {
  const counts = new Map<string, number>();
  for (const one of records) counts.set(said(one, column), (counts.get(said(one, column)) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b)).map(([value]) => value);
}

/// Those that share the value; all of them where the register names no column.
export const sharedBy = (records: readonly OfferedRecord[], column: string | undefined, value: string): OfferedRecord[] =>
  column ? records.filter((one) => said(one, column) === value) : [...records];

/// Where it is said of all that share with this record what the register names.
export function atOnceAddress(register: string, rule: AtOnceRule, answers: Answers): string {
  const value = rule.same ? answers[rule.same] : undefined;
  const where = rule.same && typeof value === 'string' ? whereText({ [rule.same]: value }) : '';
  return `/registers/${register}?do=at-once${where ? `&where=${encodeURIComponent(where)}` : ''}`;
}
