/// What registers are, asked for once per language and role.
import { language } from '../i18n/language.svelte';
import { session } from '../shell/session.svelte';
import { loadRegister } from './calls';
import type { Register } from './types';

const kept = new Map<string, Promise<Register>>();

export function registerOf(id: string): Promise<Register> {
  const key = `${language.code}/${session.me?.acting?.grant_id ?? ''}/${id}`;
  const known = kept.get(key);
  if (known) return known;
  const asked = loadRegister(id);
  kept.set(key, asked);
  // A refusal is not kept: the next visit asks again.
  asked.catch(() => kept.delete(key));
  return asked;
}

/// States in the order of the workflow, whichever way they are written.
export function statesOf(register: Register): { id: string; isFinal: boolean }[] {
  return register.workflow.states.map((state) =>
    typeof state === 'string' ? { id: state, isFinal: false } : { id: state.id, isFinal: state.final === true },
  );
}
