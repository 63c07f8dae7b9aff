/// What is wrong with answers before they are sent, as sentences at the path of their field (`title`, `damage/0/what`).
/// The server checks everything again; this only spares the round trip and the waiting.
import { showDate } from '../text/dates';
import type { Labels } from './labels';
import { isEmpty } from './merge';
import type { Rules } from './rules';
import { showWhole } from './typed';
import { kDeclined, kNotAsked, type Answers, type Field, type FieldType, type Json } from './types';
import type { RegisterMessages } from './words.vi';

export interface CheckContext {
  rules: Rules;
  labels: Labels;
  t: RegisterMessages;
  today: string;
  /// Words that stand in a field and mean nothing yet: path to what was typed.
  loose: Record<string, string>;
  /// Fields the action wants beyond the form's own rules.
  required: readonly string[];
}
export type Faults = Record<string, string>;

function wordOfType(type: FieldType, t: RegisterMessages): string {
  if (type === 'date') return t.form.wrongDate;
  if (type === 'partial_date' || type === 'person') return t.form.wrongPartial;
  if (type === 'date_time') return t.form.wrongMoment;
  if (type === 'country' || type === 'language') return t.form.codeNeeded;
  return t.form.wrongNumber;
}

const isChosen = (type: FieldType): boolean => type === 'choice' || type === 'multi_choice';

function boundFault(field: Field, value: Json, t: RegisterMessages): string | undefined {
  const { min, max } = field;
  if (typeof value === 'number') {
    if (min !== undefined && value < min) return t.form.tooSmall(showWhole(min));
    if (max !== undefined && value > max) return t.form.tooLarge(showWhole(max));
  } else if (typeof value === 'string' && (field.type === 'text' || field.type === 'long_text')) {
    if (max !== undefined && [...value].length > max) return t.form.tooLong(max);
  } else if (Array.isArray(value) && field.type === 'rows') {
    if (max !== undefined && value.length > max) return t.form.tooManyRows(max);
    if (min !== undefined && value.length < min) return t.form.tooFewRows(min);
  }
  return undefined;
}

/// Dates bounded by today, by a day or by another answer. ISO dates compare as texts over what both know.
function orderFault(field: Field, value: Json, answers: Answers, context: CheckContext): string | undefined {
  if (typeof value !== 'string') return undefined;
  const { t, today, labels } = context;
  const told = (bound: string): [string, string] | null => {
    if (bound === 'today') return [today, ''];
    if (/^\d{4}-/.test(bound)) return [bound, showDate(bound)];
    const other = answers[bound];
    return typeof other === 'string' ? [other, `${labels.field(bound)} (${showDate(other)})`] : null;
  };
  const compare = (a: string, b: string): number => {
    const length = Math.min(a.length, b.length, 10);
    return a.slice(0, length) < b.slice(0, length) ? -1 : a.slice(0, length) > b.slice(0, length) ? 1 : 0;
  };
  const upper = field.not_after ? told(field.not_after) : null;
  if (upper && compare(value, upper[0]) > 0) return upper[1] ? t.form.after(upper[1]) : t.form.afterToday;
  const lower = field.not_before ? told(field.not_before) : null;
  if (lower && compare(value, lower[0]) < 0) return lower[1] ? t.form.before(lower[1]) : t.form.beforeToday;
  return undefined;
}

function choiceFault(field: Field, value: Json, answers: Answers, row: Answers | undefined, context: CheckContext): string | undefined {
  if (!isChosen(field.type)) return undefined;
  const offered = context.rules.offered(field, answers, row);
  const codes = Array.isArray(value) ? value : [value];
  const isRight = codes.every((code) => code === kDeclined || code === kNotAsked || offered.includes(String(code)));
  return isRight ? undefined : context.t.form.notOffered;
}

function check(fields: readonly Field[], answers: Answers, row: Answers | undefined, prefix: string, faults: Faults, context: CheckContext): void {
  const { rules, labels, t, loose } = context;
  for (const field of fields) {
    if (field.type === 'computed' || !rules.isShown(field, answers, row)) continue;
    const path = `${prefix}${field.id}`;
    const label = labels.field(prefix === '' ? field.id : `${prefix.split('/')[0]}.${field.id}`);
    const value = (row ?? answers)[field.id];
    const isWanted = rules.isRequired(field, answers, row) || (prefix === '' && context.required.includes(field.id));
    const looseAt = Object.keys(loose).find((one) => one === path || one.startsWith(`${path}:`));
    if (looseAt !== undefined) faults[path] = wordOfType(field.type, t);
    else if (isEmpty(value)) {
      if (isWanted) faults[path] = isChosen(field.type) ? t.form.neededChoice(label) : t.form.needed(label);
    } else {
      const fault =
        boundFault(field, value as Json, t) ??
        orderFault(field, value as Json, answers, context) ??
        choiceFault(field, value as Json, answers, row, context);
      if (fault) faults[path] = fault;
    }
    if (field.type !== 'rows' || !Array.isArray(value)) continue;
    value.forEach((one, index) => {
      check(field.fields ?? [], answers, (one ?? {}) as Answers, `${path}/${index}/`, faults, context);
    });
  }
}

export function faultsOf(fields: readonly Field[], answers: Answers, context: CheckContext): Faults {
  const faults: Faults = {};
  check(fields, answers, undefined, '', faults, context);
  return faults;
}

/// Path of a fault's JSON Pointer: `/answers/damage/0/what` → `damage/0/what`.
export function pathOf(pointer: string): string {
  return pointer
    .replace(/^\/(answers\/)?/, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('/');
}

/// The field at the top that a path belongs to.
export const fieldOfPath = (path: string): string => path.split('/')[0] ?? path;
