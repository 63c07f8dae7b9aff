/// What a form consists of, as data. `Form.svelte` draws it.

import type { Source } from './source';

export type FieldKind = 'text' | 'password' | 'area' | 'select' | 'date' | 'check' | 'organisation' | 'unit';

export interface Field {
  name: string;
  label: string;
  kind: FieldKind;
  hint?: string;
  isRequired?: boolean;
  options?: { value: string; label: string }[];
  /// `off` unless the field is one the browser's password store should know.
  autocomplete?: 'off' | 'username' | 'current-password' | 'new-password' | 'one-time-code';
  inputMode?: 'text' | 'numeric';
  /// Takes the whole width even where the form has two columns.
  isWide?: boolean;
  /// For `organisation` and `unit`: the name of what the initial value stands for.
  chosenName?: string;
  /// For `organisation`: something else is to be found, by the page's own means.
  source?: Source;
}

export type Values = Record<string, string | boolean>;

/// The required fields that hold nothing. Blanks are nothing, but in a password.
export function missingFields(fields: readonly Field[], values: Values): Field[] {
  const isNothing = (field: Field, value: string | boolean | undefined): boolean =>
    typeof value === 'string' ? (field.kind === 'password' ? value : value.trim()) === '' : value !== true;
  return fields.filter((field) => field.isRequired === true && isNothing(field, values[field.name]));
}
