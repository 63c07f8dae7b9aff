/// Answers that a register asks for once a period: for which one a list or a board is asked who has given none. Pure.
import type { Labels } from './labels';
import type { Action, Answers, Field, Json, Register } from './types';

/// As a list is narrowed by it: `unanswered.answer_period` and the values of `once_per`, in its order, with this between.
export const kUnanswered = 'unanswered.';
const kBetween = '|';

const listed = (said: string | string[] | undefined): string[] => (typeof said === 'string' ? [said] : (said ?? []));

/// What it is asked for: the answers that tell one time from another.
export const periodFields = (action: Action): string[] => listed(action.once_per);

/// Answers of their own, not those entered in another's stead, of which everybody who sees the list may know.
export function periodicActions(register: Register): Action[] {
  if (register.persons) return [];
  return register.workflow.actions.filter((one) => periodFields(one).length > 0 && listed(one.once_with).length === 0);
}

/// Words somebody types are no part of an address: a period that needs them cannot be asked for.
export const isTyped = (field: Field | undefined): boolean => field?.type === 'text' || field?.type === 'long_text';

const plain = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

export const periodOf = (action: Action, answers: Answers): string =>
  periodFields(action).map((field) => plain(answers[field])).join(kBetween);

/// A period back into answers, for the questions of the form.
export function answersOf(register: Register, action: Action, period: string): Answers {
  const said = period.split(kBetween);
  const out: Answers = {};
  periodFields(action).forEach((id, at) => {
    const text = said[at] ?? '';
    if (text === '') return;
    const isWhole = register.form.fields.find((one) => one.id === id)?.type === 'integer';
    out[id] = isWhole ? Number(text) : text;
  });
  return out;
}

/// `Quý III, 2026`.
export function periodText(register: Register, labels: Labels, action: Action, period: string): string {
  const said = period.split(kBetween);
  return periodFields(action)
    .map((id, at) => {
      const text = said[at] ?? '';
      const isChoice = register.form.fields.find((one) => one.id === id)?.type === 'choice';
      return isChoice && text !== '' ? labels.option(id, text) : text;
    })
    .filter(Boolean)
    .join(', ');
}

/// Bounds within which a whole number among them is a year.
const kYears = [1900, 2200] as const;

/// What is known before anybody says it: the year is most often this one. `today` as 2026-11-24.
export function firstAnswers(register: Register, action: Action, today: string): Answers {
  const isYear = (one: Field): boolean =>
    one.type === 'integer' && Number(one.min ?? 0) >= kYears[0] && Number(one.max ?? Infinity) <= kYears[1];
  const years = register.form.fields.filter((one) => periodFields(action).includes(one.id) && isYear(one));
  return Object.fromEntries(years.map((one) => [one.id, Number(today.slice(0, 4))]));
}

/// Why a period cannot be asked for yet: one of its answers is told by words alone, or is missing.
export const lackOf = (fields: readonly Field[], answers: Answers): 'named' | 'needed' | '' => {
  if (fields.some(isTyped)) return 'named';
  return fields.every((one) => answers[one.id] !== undefined) ? '' : 'needed';
};
