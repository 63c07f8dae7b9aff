/// Sentences for what is wrong with answers. What is wrong is form-check.ts's question, the server's twin; the server checks
/// everything again.
import { showDate } from '../text/dates';
import type { Question } from './form';
import type { Labels } from './labels';
import { isFraction, showWhole } from './typed';
import type { Answers, FieldType } from './types';
import type { RegisterMessages } from './words.vi';

export type Faults = Record<string, string>;

/// What was typed cannot be read as a value of its type.
export function wrongWords(type: FieldType | string, typed: string, t: RegisterMessages): string {
  switch (type) {
    case 'date':
      return t.form.wrongDate;
    case 'partial_date':
    case 'person':
      return t.form.wrongPartial;
    case 'date_time':
      return t.form.wrongMoment;
    case 'phone':
      return t.form.wrongPhone;
    case 'country':
    case 'language':
    case 'organisation':
    case 'admin_unit':
      return t.form.codeNeeded;
    default:
      return /^-?\d[\d. ]*$/.test(typed) && typed.length > 15 ? t.form.numberTooBig : isFraction(typed) ? t.form.wholeOnly : t.form.wrongNumber;
  }
}

function outOfRange({ field, answer }: Question, t: RegisterMessages): string {
  if (Array.isArray(answer)) {
    return answer.length < (field.min ?? 0) ? t.form.tooFewRows(field.min ?? 0) : t.form.tooManyRows(field.max ?? 0);
  }
  const isMoney = field.type === 'money';
  if (typeof answer === 'number' && field.min !== undefined && answer < field.min) {
    return t.form.tooSmall(showWhole(field.min, isMoney));
  }
  return field.max === undefined ? t.form.wrongNumber : t.form.tooLarge(showWhole(field.max, isMoney));
}

/// Which of the two bounds was broken, and what it is called.
function wrongOrder({ field, answer, pointer }: Question, answers: Answers, labels: Labels, today: string, t: RegisterMessages): string {
  const told = (bound: string): [string, string] => {
    if (bound === 'today') return [today, ''];
    if (/^\d{4}-/.test(bound)) return [bound, showDate(bound)];
    const [rows, index] = pointer.slice(1).split('/');
    const row = bound.startsWith('row.') ? (answers[rows ?? ''] as Answers[] | undefined)?.[Number(index)] : answers;
    const name = bound.replace(/^row\./, '');
    const other = String(row?.[name] ?? '');
    return [other, `${labels.field(bound.startsWith('row.') ? `${rows}.${name}` : name)} (${showDate(other)})`];
  };
  const value = String(answer ?? '');
  if (field.not_after) {
    const [bound, name] = told(field.not_after);
    if (value.slice(0, bound.length) > bound.slice(0, value.length)) return name ? t.form.after(name) : t.form.afterToday;
  }
  if (!field.not_before) return t.form.wrongDate;
  const [, name] = told(field.not_before);
  return name ? t.form.before(name) : t.form.beforeToday;
}

/// How long an answer may be where its form says nothing: form-check.ts holds the same.
const kLongest: Record<string, number> = { text: 500, long_text: 20_000, person: 200, phone: 40, identity_number: 40 };

const isChosen = (type: string): boolean => type === 'choice' || type === 'multi_choice';

/// One fault of form-check.ts in words. `question` is where it stands.
export function sentenceOf(
  code: string,
  question: Question,
  context: { answers: Answers; labels: Labels; today: string; t: RegisterMessages },
): string {
  const { t, labels } = context;
  const { field, pointer } = question;
  const [rows, , sub] = pointer.slice(1).split('/');
  const label = labels.field(sub === undefined ? field.id : `${rows}.${sub}`);
  switch (code) {
    case 'form.required':
      return isChosen(field.type) ? t.form.neededChoice(label) : t.form.needed(label);
    case 'form.too_long':
      return t.form.tooLong(field.max ?? kLongest[field.type] ?? 0);
    case 'form.out_of_range':
      return outOfRange(question, t);
    case 'form.not_an_option':
      return t.form.notOffered;
    case 'form.date_order':
      return field.type === 'person' ? t.form.afterToday : wrongOrder(question, context.answers, labels, context.today, t);
    case 'form.looks_like_person':
      return t.form.looksLikePerson;
    case 'form.control_character':
      return t.form.controlCharacter;
    case 'form.name_without_letter':
      return t.form.nameWithoutLetter;
    default:
      return wrongWords(field.type, '', t);
  }
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
