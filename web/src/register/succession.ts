/// What the two ways of passing records on ask alike: which of a body's successors.
import type { Field } from '../widgets/form';
import type { Succession } from './types';
import { words } from './words.svelte';

/// One successor is chosen already; of several, what each took over stands beside its name.
export function successorField(about: Succession): Field {
  const t = words.t.succession;
  const areSeveral = about.successors.length > 1;
  return {
    name: 'successor',
    kind: 'select',
    label: t.choose,
    isRequired: true,
    ...(areSeveral ? { hint: t.several } : {}),
    options: [
      ...(areSeveral ? [{ value: '', label: t.pick }] : []),
      ...about.successors.map((heir) => ({
        value: heir.id,
        label: heir.subject && areSeveral ? `${heir.name} (${heir.subject})` : heir.name,
      })),
    ],
  };
}

/// Chosen already where there is but one.
export function onlySuccessor(about: Succession): string {
  return about.successors.length === 1 ? (about.successors[0]?.id ?? '') : '';
}
