/// Answers of one line as words. Pure; lists of rows, files and names of bodies are drawn by Answer.svelte.
import { showDate } from '../text/dates';
import { nameOfCode } from './codes';
import { isRedacted, redactedOn } from './form-value';
import type { Labels } from './labels';
import { showMoment, showPartial, showWhole } from './typed';
import { kDeclined, kNotAsked, type Field, type FieldType, type Json } from './types';
import type { RegisterMessages } from './words.vi';

export interface ShowContext {
  labels: Labels;
  t: RegisterMessages;
  language: string;
}

function members(value: Json): Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
const plain = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

export function typeOf(field: Pick<Field, 'type' | 'computes'>): FieldType {
  return field.type === 'computed' ? (field.computes ?? 'integer') : field.type;
}

/// `path` is where the words of the field are found: its id, or `rows.sub`.
export function showAnswer(field: Pick<Field, 'type' | 'computes'>, path: string, value: Json, context: ShowContext): string {
  const { labels, t, language } = context;
  const option = (code: Json): string =>
    code === kDeclined ? t.form.declined : code === kNotAsked ? t.form.notAsked : labels.option(path, plain(code));
  if (isRedacted(value)) return t.form.redacted(showDate(redactedOn(value)));
  if (value === kDeclined || value === kNotAsked) return option(value);
  switch (typeOf(field)) {
    case 'integer':
      return typeof value === 'number' ? showWhole(value) : plain(value);
    case 'money':
      return typeof value === 'number' ? `${showWhole(value, true)} ${t.form.money}` : plain(value);
    case 'date':
      return showDate(plain(value));
    case 'partial_date':
      return showPartial(plain(value));
    case 'date_time':
      return showMoment(plain(value));
    case 'choice':
      return option(value);
    case 'multi_choice':
      return Array.isArray(value) ? value.map(option).join(', ') : option(value);
    case 'person':
      return showPerson(members(value));
    case 'identity_number': {
      const { kind, number } = members(value);
      const own = (t.form.identityKinds as Record<string, string>)[plain(kind)];
      const name = labels.has(`identity_kinds.${plain(kind)}`) ? labels.identityKind(plain(kind)) : (own ?? plain(kind));
      return `${name}: ${plain(number)}`;
    }
    case 'country':
      return nameOfCode('country', plain(value), language);
    case 'language':
      return nameOfCode('language', plain(value), language);
    default:
      return typeof value === 'boolean' ? String(value) : plain(value);
  }
}

function showPerson(person: Record<string, Json>): string {
  const others = Array.isArray(person['other_names']) ? person['other_names'].map(plain).filter(Boolean) : [];
  const name = plain(person['name']) + (others.length > 0 ? ` (${others.join(', ')})` : '');
  const born = plain(person['born']);
  return [name, born && showPartial(born)].filter(Boolean).join(', ');
}
