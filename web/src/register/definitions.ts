/// What registers are, asked for once per language and role.
import { language } from '../i18n/language.svelte';
import { session } from '../shell/session.svelte';
import { listRegisters, loadRegister } from './calls';
import { typeOf } from './show';
import { classOf, type Answers, type Field, type FieldClass, type RecordView, type Register, type RegisterRow } from './types';

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

/// What a record is called beside its number: its first column, where that is words and no person is kept here.
export function titleOf(register: Register, answers: Answers): string {
  const said = answers[titleColumn(register)];
  return typeof said === 'string' ? said : '';
}
/// The column that says it; empty where there is none.
export function titleColumn(register: Register): string {
  const first = register.list.columns[0]?.id ?? '';
  const field = register.form.fields.find((one) => one.id === first);
  return !register.persons && field?.type === 'text' ? first : '';
}

const kRank: FieldClass[] = ['public', 'internal', 'confidential', 'identity'];

/// Answers that a record opened about another starts with: questions that both have, by id and type and never into a lower
/// class; whoever is asked by name is whoever keeps the other one.
export function answersAbout(register: Register, action: string, about: RecordView, of: Register): Answers {
  const deed = register.workflow.actions.find((one) => one.id === action);
  const out: Answers = {};
  for (const id of deed?.fields ?? []) {
    const field = register.form.fields.find((one) => one.id === id);
    const other = of.form.fields.find((one) => one.id === id);
    const said = about.answers[id];
    if (!field || !other || said === undefined || said === null || field.type === 'computed') continue;
    const isSafe = kRank.indexOf(classOf(field)) >= kRank.indexOf(classOf(other));
    if (isSafe && kCopied.has(field.type) && typeOf(other) === field.type) out[id] = said;
  }
  const asked = deed?.gives?.find((one) => one.relation === kReceiving)?.to;
  if (asked && about.owner) out[asked] = about.owner.id;
  return out;
}
/// Whoever receives a record is asked by it.
const kReceiving = 'receiving';
/// Words and days mean the same in another form; choices have lists of their own.
const kCopied = new Set<string>(['text', 'date']);

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
