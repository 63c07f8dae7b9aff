/// What registers are, asked for once per language and role.
import { language } from '../i18n/language.svelte';
import { session } from '../shell/session.svelte';
import { listRegisters, loadRegister } from './calls';
import type { Field, Register, RegisterRow } from './types';

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

const lists = new Map<string, Promise<RegisterRow[]>>();

/// Registers in which one may open a record that must point at a record of this one.
export async function registersAbout(register: string): Promise<RegisterRow[]> {
  const key = `${language.code}/${session.me?.acting?.grant_id ?? ''}`;
  const asked = lists.get(key) ?? listRegisters().then((found) => found.registers);
  lists.set(key, asked);
  asked.catch(() => lists.delete(key));
  const isAbout = (one: RegisterRow): boolean => (one.about ?? []).some((link) => link.to_register === register);
  return (await asked).filter((one) => one.may.includes('create') && isAbout(one));
}

const isOpenTo = (who: readonly string[], actions: readonly string[]): boolean =>
  who.length === 0 || who.some((action) => actions.includes(action));

/// Whether a record of it may be opened about one of this register on which one may take these actions.
export function mayPoint(one: RegisterRow, register: string, actions: readonly string[]): boolean {
  return (one.about ?? []).some((link) => link.to_register === register && isOpenTo(link.who_may ?? [], actions));
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
