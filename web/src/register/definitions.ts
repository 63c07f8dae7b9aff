/// What registers are, asked for once per language and role.
import { language } from '../i18n/language.svelte';
import { session } from '../shell/session.svelte';
import { loadRegister } from './calls';
import type { Field, Register } from './types';

const kept = new Map<string, Promise<Register>>();

/// `digest` where another than the one in force is meant.
export function registerOf(id: string, digest = ''): Promise<Register> {
  const key = `${language.code}/${session.me?.acting?.grant_id ?? ''}/${id}/${digest}`;
  const known = kept.get(key);
  if (known) return known;
  const asked = loadRegister(id, digest);
  kept.set(key, asked);
  // A refusal is not kept: the next visit asks again.
  asked.catch(() => kept.delete(key));
  return asked;
}

/// Steps of a form; a field that stands in none belongs to the last.
export function stepsOf(form: Register['form']): { id: string; fields: Field[] }[] {
  const steps = form.steps?.length ? form.steps : [{ id: '', fields: [] }];
  const placed = new Set(steps.flatMap((one) => one.fields));
  const rest = form.fields.filter((field) => !placed.has(field.id));
  return steps.map((one, index) => ({
    id: one.id,
    fields: [
      ...one.fields.map((id) => form.fields.find((field) => field.id === id)).filter((field) => field !== undefined),
      ...(index === steps.length - 1 ? rest : []),
    ],
  }));
}

/// States in the order of the workflow, whichever way they are written.
export function statesOf(register: Register): { id: string; isFinal: boolean }[] {
  return register.workflow.states.map((state) =>
    typeof state === 'string' ? { id: state, isFinal: false } : { id: state.id, isFinal: state.final === true },
  );
}
