/// Words that a person is asked about before they are kept; the twin of src/form/asks.cpp. She may change them, or say that
/// they stay.
import { classOf } from './form';
import type { Fault } from './form-check';
import { isObject, kRowsMax, member, type Field, type Form, type Json } from './form-value';
import { tracesOfPerson, type PersonTrace, type PersonWords } from './looks-like-person';

const kAsksMax = 200;
const kIdentity = 3;
const isWords = (field: Field): boolean => field.type === 'text' || field.type === 'long_text';

/// Whether a fault is such a question.
export const isAsk = (code: string): boolean => code.startsWith('form.like_');

/// What it is about, as a key of the words for it.
export const askOf = (code: string): PersonTrace => code.replace('form.like_', '') as PersonTrace;

/// `given` holds answers as they are sent: field to its new value; `before` what stands there.
export function asksOf(form: Form, given: Json, before: Json, words: PersonWords | null): Fault[] {
  if (form.persons || !words || !isObject(given)) return [];
  const asks: Fault[] = [];
  const look = (value: Json | undefined, known: (Json | undefined)[], pointer: string): void => {
    if (typeof value !== 'string') return;
    const text = value.normalize('NFC');
    if (known.includes(text)) return;
    asks.push(...tracesOfPerson(text, words).map((kind) => ({ code: `form.like_${kind}`, pointer })));
  };
  for (const field of form.fields) {
    const value = member(given, field.id);
    if (value === undefined || classOf(form, field) === kIdentity) continue;
    const was = member(before, field.id);
    if (isWords(field)) look(value, [was], `/${field.id}`);
    if (field.type !== 'rows' || !Array.isArray(value)) continue;
    value.slice(0, kRowsMax).forEach((row, at) => {
      for (const sub of (field.fields ?? []).filter(isWords)) {
        const known = Array.isArray(was) ? was.map((one) => member(one, sub.id)) : [];
        look(member(row, sub.id), known, `/${field.id}/${at}/${sub.id}`);
      }
    });
  }
  return asks.slice(0, kAsksMax);
}
