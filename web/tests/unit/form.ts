/// What a form makes of answers, as JSON: the twin of src/form/cases, whose header tells the form.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asksOf } from '../../src/register/asks';
import { fill, type Form, type Json } from '../../src/register/form';
import { check } from '../../src/register/form-check';
import type { PersonWords } from '../../src/register/looks-like-person';

export interface Case {
  says: string;
  form: string;
  answers: Json;
  asks?: string[];
  settled?: Json;
  shown?: string[];
  required?: string[];
  options?: { [pointer: string]: string[] };
  faults?: [string, string][];
  before?: Json;
  asked?: [string, string][];
}
export const vectors = JSON.parse(readFileSync(join(import.meta.dirname, '../../../tests/vectors/form.json'), 'utf8')) as {
  today: string;
  person_words: PersonWords;
  forms: { [name: string]: Form };
  cases: Case[];
};

export function answer(one: Case, today: string): { [part: string]: Json } {
  const form = vectors.forms[one.form]!;
  const { settled } = fill(form, one.answers, today);
  const filled = fill(form, settled, today, one.asks);
  const { questions } = filled;
  return {
    settled,
    shown: questions.map(({ pointer }) => pointer),
    required: questions.filter(({ required }) => required).map(({ pointer }) => pointer),
    options: Object.fromEntries(questions.filter(({ field }) => field.options).map(({ pointer, options }) => [pointer, options])),
    faults: check(form, filled, today, vectors.person_words).map(({ code, pointer }) => [code, pointer]),
    asked: asksOf(form, one.answers, one.before ?? null, vectors.person_words).map(({ code, pointer }) => [code, pointer]),
  };
}

/// Members sorted, as the server writes what it digests.
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name]!)}`).join()}}`;
}

/// One line `{"form": name, "answers": …, "asks"?: […], "today": …}`.
export function answerLine(line: string): string {
  const one = JSON.parse(line) as Case & { today: string };
  return canonical(answer(one, one.today));
}
