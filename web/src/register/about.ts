/// What a record is called, and what one that is opened about another begins with. Pure.
import { typeOf } from './show';
import { classOf, type Action, type Answers, type FieldClass, type Json, type RecordLink, type RecordView, type Register } from './types';

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

/// A document whose tasks a record comes from: its first task as it is numbered there, and how many more of them.
export interface Behind {
  document: string;
  number: string;
  href: string;
  more: number;
}
/// `given`: the document of a record that points at no task, as a report does.
export function behindOf(links: readonly RecordLink[], given: { id: string; title: string } | null = null): Behind[] {
  const out = new Map<string, Behind>();
  for (const link of links) {
    if (!link.document || !link.number) continue;
    const known = out.get(link.document);
    if (known) known.more += 1;
    else out.set(link.document, { document: link.document, number: link.number, href: `/documents/${link.document}?task=${link.to}`, more: 0 });
  }
  const all = [...out.values()];
  if (all.length > 0 || !given) return all;
  return [{ document: given.id, number: given.title, href: `/documents/${given.id}`, more: 0 }];
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
/// Days among them are the other record's and are not typed anew here: shown, and left as they are.
export function daysAbout(register: Register, answers: Answers): Answers {
  const isDay = (id: string): boolean => register.form.fields.some((one) => one.id === id && one.type === 'date');
  return Object.fromEntries(Object.entries(answers).filter(([id]) => isDay(id)));
}
/// Whoever receives a record is asked by it.
const kReceiving = 'receiving';
/// Words and days mean the same in another form; choices have lists of their own.
const kCopied = new Set<string>(['text', 'date']);

/// Whether an action that hands a record to somebody named nobody, in a register where one person may be given it by hand.
export function wantsSomebody(register: Register, action: Action, answers: Answers): boolean {
  const gifts = action.gives ?? [];
  return gifts.length > 0 && gifts.every((one) => isEmpty(answers[one.to])) && register.relations?.includes(kAssigned) === true;
}
const isEmpty = (answer: Json | undefined): boolean => answer === undefined || answer === null || (Array.isArray(answer) && answer.length === 0);
/// The house's word for whoever a record was given to by name.
export const kAssigned = 'assigned';

/// Questions of an action that only units and desks of the body that takes it are an answer to, as `Sheet` names them.
export function ownUnitsOf(action: Action | undefined, below: string | undefined): { places: string[]; below: string } {
  const gifts = (action?.gives ?? []).filter((one) => one.among === 'own_units');
  return { places: gifts.map((one) => (one.of ? `${one.to}.${one.of}` : one.to)), below: below ?? '' };
}
