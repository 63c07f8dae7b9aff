/// What is wrong with answers as far as a page can know; the twin of src/form/check_answers.cpp. Whether an
/// organisation, unit, number or file exists is the server's to say.
import { namesOf } from './expression';
import { type Filled, type Question } from './form';
import {
  expressionOf, isEmpty, isObject, kDeclined, kNotAsked, kRowsMax, member, spanOf, valueType, type Field, type Form, type Json,
} from './form-value';

export interface Fault { code: string; pointer: string }

const kClasses = ['public', 'internal', 'confidential', 'identity'];
const kFaultsMax = 200;
const kNameMax = 200;
const kId = /^[0-9a-f]{32}$/;

/// How high the class of a field is: what is computed gives away what it reads, rows what is computed in them.
function classOf(form: Form, field: Field, open: readonly Field[] = []): number {
  const own = kClasses.indexOf(field.class ?? (field.type === 'long_text' ? 'confidential' : 'internal'));
  if (open.includes(field)) return own;
  const readBy = (text: string): number[] =>
    [...namesOf(expressionOf(text))].flatMap((name) => {
      const other = form.fields.find((one) => one.id === name.split('.')[0]);
      return other ? [classOf(form, other, [...open, field])] : [];
    });
  if (field.type !== 'computed') return Math.max(own, ...(field.fields ?? []).flatMap((one) => (one.compute ? readBy(one.compute) : [])));
  const read = readBy(field.compute ?? '');
  return read.length > 0 ? Math.max(...read) : own;
}

/// The same simple rule as src/form/looks_like_person.cpp.
export function looksLikePerson(text: string): boolean {
  const isNumber = (digits: string): boolean => digits.length >= 9 && digits.length <= 12;
  if ((text.match(/\d+/g) ?? []).some(isNumber)) return true;
  const grouped = text.match(/\+\d+(?:[ .-]\d+)*|\d+(?:([ .-])\d+(?:\1\d+)*)?/g) ?? [];
  if (grouped.some((one) => /^[+0]/.test(one) && isNumber(one.replace(/\D/g, '')))) return true;
  let inARow = 0;
  return text.split(/[,;\n]| và | and /).some((item) => {
    const words = /^\P{L}*((?:\p{Lu}\p{L}*(?: +|(?!\p{L})))*)/u.exec(item)?.[1]?.match(/\p{L}+/gu)?.length ?? 0;
    inARow = words >= 3 && words <= 5 ? inARow + 1 : 0;
    return inARow === 3;
  });
}

/// Every fault at its JSON Pointer, in the server's words and order.
export function check(form: Form, filled: Filled, today: string): Fault[] {
  const faults: Fault[] = [];
  const fault = (code: string, pointer: string): void => void faults.push({ code: `form.${code}`, pointer });
  const unknown = (pointer: string, name: string): void =>
    fault('unknown_field', /^[a-z][a-z0-9_]{0,47}$/.test(name) ? `${pointer}/${name}` : pointer);
  const asked = new Map(filled.questions.map((one) => [one.pointer, one]));

  const plain = (value: Json | undefined, pointer: string, max: number, lines = false): string | null => {
    if (typeof value !== 'string') return fault('type', pointer), null;
    if ((lines ? /[\0-\x09\x0b-\x1f\x7f-\x9f]/ : /[\0-\x1f\x7f-\x9f]/).test(value)) return fault('control_character', pointer), null;
    if ([...value].length > max) return fault('too_long', pointer), null;
    return value;
  };
  const objectOf = (value: Json, pointer: string, members: string[]): value is { [name: string]: Json } => {
    if (!isObject(value)) return fault('type', pointer), false;
    Object.keys(value).filter((name) => !members.includes(name)).forEach((name) => unknown(pointer, name));
    return true;
  };
  const text = ({ field, pointer, answer }: Question, max: number): void => {
    const read = plain(answer, pointer, field.max ?? max, field.type === 'long_text');
    const rows = form.fields.find((one) => one.fields?.includes(field));
    if (read !== null && classOf(form, rows ?? field) < 2 && looksLikePerson(read)) fault('looks_like_person', pointer);
  };
  const integer = ({ field, pointer, answer }: Question): void => {
    if (!Number.isInteger(answer)) return fault('type', pointer);
    const number = answer as number;
    if (!Number.isSafeInteger(number) || number < (field.min ?? number) || number > (field.max ?? number)) fault('out_of_range', pointer);
  };
  const limit = (pointer: string, rule: string | undefined): [number, number] | null => {
    if (!rule) return null;
    const day = spanOf('date', rule === 'today' ? today : rule);
    if (day) return day;
    const at = rule.startsWith('row.') ? pointer.slice(0, pointer.lastIndexOf('/') + 1) + rule.slice(4) : `/${rule}`;
    const other = asked.get(at);
    return other ? spanOf(valueType(other.field), other.answer) : null;
  };
  const date = ({ field, pointer, answer }: Question): void => {
    const span = spanOf(field.type, answer);
    if (!span) return fault('type', pointer);
    const [latest, earliest] = [limit(pointer, field.not_after), limit(pointer, field.not_before)];
    if ((latest && span[0] > latest[1]) || (earliest && span[1] < earliest[0])) fault('date_order', pointer);
  };
  const choice = (question: Question, answer: Json, pointer: string): void => {
    if (typeof answer !== 'string') fault('type', pointer);
    else if (!question.options.includes(answer)) fault('not_an_option', pointer);
  };
  const choices = (question: Question): void => {
    const codes = question.answer;
    if (!Array.isArray(codes)) return fault('type', question.pointer);
    if (codes.length > (question.field.options ?? []).length + 2) return fault('out_of_range', question.pointer);
    codes.forEach((code, at) => {
      const pointer = `${question.pointer}/${at}`;
      if (codes.length > 1 && (code === kDeclined || code === kNotAsked)) fault('not_an_option', pointer);
      else choice(question, code, pointer);
    });
  };
  const otherNames = (names: Json, pointer: string): void => {
    if (!Array.isArray(names)) return fault('type', pointer);
    if (names.length > 20) return fault('out_of_range', pointer);
    names.forEach((name, at) => (isEmpty(name) ? fault('required', `${pointer}/${at}`) : void plain(name, `${pointer}/${at}`, kNameMax)));
  };
  const person = (answer: Json, pointer: string): void => {
    if (!objectOf(answer, pointer, ['name', 'other_names', 'born'])) return;
    const [name, others, born] = ['name', 'other_names', 'born'].map((one) => member(answer, one));
    if (name === undefined) fault('required', `${pointer}/name`);
    else plain(name, `${pointer}/name`, kNameMax);
    if (others !== undefined) otherNames(others, `${pointer}/other_names`);
    if (born === undefined) return;
    const span = spanOf('partial_date', born);
    if (!span) fault('type', `${pointer}/born`);
    else if (span[0] > spanOf('date', today)![1]) fault('date_order', `${pointer}/born`);
  };
  const unit = (answer: Json, pointer: string): void => {
    if (!objectOf(answer, pointer, ['code', 'list'])) return;
    const code = member(answer, 'code');
    if (typeof code !== 'string' || !/^\d{1,20}$/.test(code) || !spanOf('date', member(answer, 'list'))) fault('type', pointer);
  };
  const phone = (answer: Json, pointer: string): void => {
    const read = plain(answer, pointer, 40);
    const digits = read?.replace(/\D/g, '').length ?? 0;
    if (read !== null && (!/^[\d .+-]*$/.test(read) || digits < 3 || digits > 15)) fault('type', pointer);
  };
  const identityNumber = (answer: Json, pointer: string): void => {
    if (!objectOf(answer, pointer, ['kind', 'number'])) return;
    const kind = member(answer, 'kind');
    if (typeof kind !== 'string' || !/^[a-z0-9][a-z0-9_]{0,63}$/.test(kind)) return fault('type', `${pointer}/kind`);
    if (member(answer, 'number') === undefined) return fault('required', `${pointer}/number`);
    plain(member(answer, 'number'), `${pointer}/number`, 40);
  };
  const word = (answer: Json, pointer: string, shape: RegExp): void => {
    if (typeof answer !== 'string' || !shape.test(answer)) fault('type', pointer);
  };
  const attachments = (ids: Json, pointer: string, max: number): void => {
    if (!Array.isArray(ids)) return fault('type', pointer);
    if (ids.length > max) return fault('out_of_range', pointer);
    ids.forEach((id, at) => word(id, `${pointer}/${at}`, kId));
  };
  const rows = ({ field, pointer, answer }: Question): void => {
    if (!Array.isArray(answer)) return fault('type', pointer);
    if (answer.length < (field.min ?? 0) || answer.length > (field.max ?? 200)) fault('out_of_range', pointer);
    if (answer.length > kRowsMax) return;
    answer.forEach((row, at) => {
      if (!isObject(row)) fault('type', `${pointer}/${at}`);
      else if (Object.keys(row).length === 0) fault('required', `${pointer}/${at}`);
      else objectOf(row, `${pointer}/${at}`, field.fields!.map((one) => one.id));
    });
  };
  const one = (question: Question, answer: Json): void => {
    const { field, pointer } = question;
    switch (field.type) {
      case 'text': return text(question, 500);
      case 'long_text': return text(question, 20_000);
      case 'integer':
      case 'money': return integer(question);
      case 'date':
      case 'partial_date':
      case 'date_time': return date(question);
      case 'choice': return choice(question, answer, pointer);
      case 'multi_choice': return choices(question);
      case 'person': return person(answer, pointer);
      case 'organisation': return word(answer, pointer, kId);
      case 'admin_unit': return unit(answer, pointer);
      case 'phone': return phone(answer, pointer);
      case 'identity_number': return identityNumber(answer, pointer);
      case 'country': return word(answer, pointer, /^[A-Z]{2}$/);
      case 'language': return word(answer, pointer, /^[a-z]{2,3}$/);
      case 'attachment': return attachments(answer, pointer, field.max ?? 20);
      case 'rows': return rows(question);
      default: return;
    }
  };

  if (!isObject(filled.settled)) return [{ code: 'form.type', pointer: '' }];
  for (const question of filled.questions) {
    if (question.answer !== undefined) one(question, question.answer);
    else if (question.required) fault('required', question.pointer);
  }
  objectOf(filled.settled, '', form.fields.map((field) => field.id));
  return faults.slice(0, kFaultsMax);
}
