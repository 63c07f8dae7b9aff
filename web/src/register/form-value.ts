/// Fields as they stand in a bundle, and answers as single values: their shapes, how they are tidied before they are
/// kept, and what an expression reads of them. The twin of src/form/shape.cpp.
import { Day, parse, type Expression, type Value } from './expression';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export interface Option { code: string; when?: string }
export interface Field {
  id: string;
  type: string;
  class?: string;
  required?: boolean;
  show_when?: string;
  require_when?: string;
  options?: (string | Option)[];
  may_decline?: boolean;
  may_be_not_asked?: boolean;
  min?: number;
  max?: number;
  not_after?: string;
  not_before?: string;
  compute?: string;
  computes?: string;
  fields?: Field[];
}
export interface Form { persons?: boolean; fields: Field[]; steps?: { id: string; fields: string[] }[] }

export const kDeclined = '@declined';
export const kNotAsked = '@not_asked';
/// Rows beyond are not looked at: one fault says so.
export const kRowsMax = 500;

export const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/// What stands where an answer was taken away for good; the twin of src/form/redacted.cpp.
const kMark = '@redacted';
export const isRedacted = (value: Json | undefined): value is { [name: string]: Json } =>
  isObject(value) && Object.keys(value).length === 1 && typeof value[kMark] === 'string';
export const hasRedacted = (value: Json | undefined): boolean =>
  isRedacted(value) || (typeof value === 'object' && value !== null && Object.values(value).some(hasRedacted));
/// The day of the decision, `yyyy-mm-dd`.
export const redactedOn = (mark: Json): string => String(member(mark, kMark) ?? '');
export const isEmpty = (value: Json): boolean => value === null || value === '' || (Array.isArray(value) && value.length === 0);
export const member = (value: Json, name: string): Json | undefined =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
export const valueType = (field: Field): string => (field.type === 'computed' ? (field.computes ?? 'integer') : field.type);
export const codesOf = (field: Field): Option[] => (field.options ?? []).map((one) => (typeof one === 'string' ? { code: one } : one));

const parsed = new Map<string, Expression>();
export function expressionOf(text: string): Expression {
  let expression = parsed.get(text);
  if (!expression) {
    const read = parse(text);
    if ('fault' in read) throw new Error(`${read.fault}: ${text}`); // the compiler of registers refused it
    parsed.set(text, (expression = read));
  }
  return expression;
}

/// First and last day of a partial date, or nothing.
export function daysOf(text: Json | undefined): [Day, Day] | null {
  const parts = typeof text === 'string' ? /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) : null;
  if (!parts) return null;
  const [, year, month, day] = parts;
  const first = Day.parse(`${year}-${month ?? '01'}-${day ?? '01'}`);
  const ends = day ? [day] : ['31', '30', '29', '28'];
  const last = ends.map((end) => Day.parse(`${year}-${month ?? '12'}-${end}`)).find((end) => end !== null);
  return first && last ? [first, last] : null;
}

/// When it was at the earliest and at the latest, in minutes; nothing for what is no date of its type.
export function spanOf(type: string, answer: Json | undefined): [number, number] | null {
  if (typeof answer !== 'string') return null;
  const time = type === 'date_time' ? /^(.{10})T([01]\d|2[0-3]):([0-5]\d)$/.exec(answer) : null;
  if (type === 'date_time' && !time) return null;
  const whole = time ? time[1]! : answer;
  const days = type === 'partial_date' || whole.length === 10 ? daysOf(whole) : null;
  if (!days) return null;
  if (!time) return [days[0].days * 1440, days[1].days * 1440 + 1439];
  const at = days[0].days * 1440 + Number(time[2]) * 60 + Number(time[3]);
  return [at, at];
}

export function tidyValue(value: Json, lines: boolean): Json {
  if (typeof value === 'string') {
    const composed = value.normalize('NFC').replaceAll('\t', ' ');
    return (lines ? composed.replace(/\r\n?/g, '\n') : composed).trim();
  }
  if (Array.isArray(value)) return value.map((one) => tidyValue(one, lines));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, one]): [string, Json] => [name, tidyValue(one, lines)]);
  return Object.fromEntries(members.filter(([, one]) => !isEmpty(one)));
}

/// Codes in the options' order, each once; a list with anything else in it, or longer than it can be, stays.
export function orderCodes(field: Field, value: Json): Json {
  const order = [...codesOf(field).map((one) => one.code), kDeclined, kNotAsked];
  if (!Array.isArray(value) || value.length > order.length) return value;
  const places = value.map((one) => order.indexOf(one as string));
  return places.includes(-1) ? value : [...new Set(places)].sort((a, b) => a - b).map((place) => order[place]!);
}

/// What an expression reads under the field's own name; null where the shape is wrong.
export function valueOf(type: string, answer: Json): Value {
  switch (type) {
    case 'integer':
    case 'money': return Number.isInteger(answer) ? (answer as number) : null;
    case 'date': return typeof answer === 'string' ? Day.parse(answer) : null;
    case 'date_time': return spanOf(type, answer) ? Day.parse((answer as string).slice(0, 10)) : null;
    case 'partial_date': return spanOf(type, answer) ? true : null;
    case 'phone': return typeof answer === 'string' ? true : null;
    case 'person':
    case 'admin_unit':
    case 'identity_number': return isObject(answer) ? true : null;
    case 'multi_choice':
    case 'attachment': {
      const left = Array.isArray(answer) ? answer.filter((one) => !isRedacted(one)) : null;
      return left?.every((one) => typeof one === 'string') ? left : null;
    }
    case 'rows': return null;
    default: return typeof answer === 'string' ? answer : null;
  }
}
