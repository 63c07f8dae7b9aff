/// What a form's conditions say of its fields, given the answers so far. The only place that speaks to form.ts.
import type { Answers, Field, Json, Register } from './types';

export interface Rules {
  /// `row` are the answers of the row a sub-field stands in.
  isShown(field: Field, answers: Answers, row?: Answers): boolean;
  isRequired(field: Field, answers: Answers, row?: Answers): boolean;
  /// Codes of a choice that may be chosen now.
  offered(field: Field, answers: Answers, row?: Answers): string[];
  computed(field: Field, answers: Answers): Json | undefined;
}

export const codeOf = (option: string | { code: string }): string => (typeof option === 'string' ? option : option.code);

export function rulesOf(_form: Register['form'], _today: string): Rules {
  return {
    isShown: () => true,
    isRequired: (field) => field.required === true,
    offered: (field) => (field.options ?? []).map(codeOf),
    computed: () => undefined,
  };
}
