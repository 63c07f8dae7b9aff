/// What somebody typed into a form as plain lines, to be copied where the form can no longer be sent. Pure.
import type { Labels } from './labels';
import { isEmpty } from './merge';
import { showAnswer, type ShowContext } from './show';
import type { Answers, Field, Json, Register } from './types';

/// `name`: of a body, by its id. Files are not words.
export function typedWords(
  register: Pick<Register, 'form'>,
  answers: Answers,
  context: ShowContext,
  name: (organisation: string) => string,
): string {
  const one = (field: Field, path: string, value: Json): string =>
    field.type === 'organisation' ? name(String(value)) : showAnswer(field, path, value, context);
  const lines = register.form.fields
    .filter((field) => field.type !== 'computed' && field.type !== 'attachment' && !isEmpty(answers[field.id]))
    .map((field) => {
      const value = answers[field.id] ?? null;
      const label = context.labels.field(field.id);
      if (field.type !== 'rows' || !Array.isArray(value)) return `${label}: ${one(field, field.id, value)}`;
      return [`${label}:`, ...value.map((row) => `- ${rowWords(field, row, context.labels, one)}`)].join('\n');
    });
  return lines.join('\n');
}

function rowWords(field: Field, row: Json, labels: Labels, one: (field: Field, path: string, value: Json) => string): string {
  const cells = (typeof row === 'object' && row !== null ? row : {}) as Answers;
  return (field.fields ?? [])
    .filter((sub) => sub.type !== 'attachment' && !isEmpty(cells[sub.id]))
    .map((sub) => `${labels.field(`${field.id}.${sub.id}`)}: ${one(sub, `${field.id}.${sub.id}`, cells[sub.id] ?? null)}`)
    .join('; ');
}
