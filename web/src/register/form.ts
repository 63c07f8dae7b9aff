/// A form in the browser; the twin of src/form: which questions are asked, required and offered, what is kept and
/// what is computed. The faults a page can find are in form-check.ts. The server decides again when it is sent.
import { Day, evaluate, holds, namesOf, type Row, type Value } from './expression';
import {
  codesOf, daysOf, expressionOf, isEmpty, isObject, kDeclined, kNotAsked, kRowsMax, member, orderCodes, tidyValue, valueOf,
  valueType, type Field, type Form, type Json,
} from './form-value';

export type { Field, Form, Json, Option } from './form-value';

/// A question as it stands now: its options are those offered now, its answer what is kept of what was given.
export interface Question { pointer: string; field: Field; required: boolean; options: string[]; answer?: Json }
export interface Filled { settled: Json; questions: Question[] }

interface Kept { shown: boolean; answer?: Json; rows?: Kept[][] }

/// The fields, each after those its `show_when` and `compute` read.
function ordered(fields: readonly Field[], prefix: string): Field[] {
  const out = new Set<Field>();
  const open = new Set<Field>();
  const names = (field: Field): string[] => {
    const own = [field.show_when, field.compute].flatMap((text) => (text ? [...namesOf(expressionOf(text))] : []));
    const inner = (field.fields ?? []).flatMap(names).filter((name) => !name.startsWith('row.'));
    return [...own, ...inner];
  };
  const visit = (field: Field): void => {
    if (open.has(field)) return;
    open.add(field);
    for (const name of names(field)) {
      if (name.startsWith('row.') !== (prefix !== '')) continue;
      const other = fields.find((one) => one.id === name.slice(prefix.length).split('.')[0]);
      if (other) visit(other);
    }
    out.add(field);
  };
  fields.forEach(visit);
  return [...out];
}

/// What the form makes of the answers. `required` names what an action asks for beyond the form's own rules.
export function fill(form: Form, answers: Json, today: string, required: readonly string[] = []): Filled {
  const values = new Map<string, Value>([['today', Day.parse(today)]]);
  const environment = (name: string): Value | undefined => values.get(name);
  const holdsNow = (text: string | undefined): boolean => text !== undefined && holds(expressionOf(text), environment);

  const compute = (field: Field): Json | undefined => {
    const value = evaluate(expressionOf(field.compute ?? ''), environment);
    const type = valueType(field);
    if (type === 'integer' || type === 'money') return typeof value === 'number' ? value : undefined;
    if (type === 'date') return value instanceof Day ? value.iso() : undefined;
    if (typeof value !== 'string' || value === '') return undefined;
    return type !== 'choice' || codesOf(field).some((one) => one.code === value) ? value : undefined;
  };
  const tell = (field: Field, prefix: string, kept: Kept): void => {
    const set = (part: string, value: Value | undefined): void => void values.set(prefix + field.id + part, value ?? null);
    const type = valueType(field);
    const { answer } = kept;
    if (!kept.shown) return;
    if (answer === undefined) return set('', ['multi_choice', 'attachment', 'rows'].includes(type) ? [] : null);
    const cell = (inner: Field, one: Kept): [string, Value][] =>
      one.answer === undefined ? [] : [[inner.id, valueOf(valueType(inner), one.answer)]];
    const rows = kept.rows?.map((cells): Row => Object.fromEntries(cells.flatMap((one, at) => cell(field.fields![at]!, one))));
    set('', rows ?? valueOf(type, answer));
    if (type === 'admin_unit') set('.code', valueOf('text', member(answer, 'code') ?? null));
    if (type === 'identity_number') set('.kind', valueOf('text', member(answer, 'kind') ?? null));
    const days = type === 'partial_date' ? daysOf(answer) : null;
    if (days) set('.earliest', days[0]), set('.latest', days[1]);
  };
  const forgetRow = (): void => [...values.keys()].filter((name) => name.startsWith('row.')).forEach((name) => values.delete(name));
  /// Each field's part, and the members in the fields' order with what no field has behind them.
  const keepAll = (fields: readonly Field[], raw: { [name: string]: Json }, prefix: string): [Kept[], Json] => {
    const kept = new Map<Field, Kept>();
    for (const field of ordered(fields, prefix)) {
      const one = keep(field, prefix, member(raw, field.id));
      kept.set(field, one);
      tell(field, prefix, one);
    }
    const known = fields.filter((field) => kept.get(field)!.answer !== undefined).map((field) => [field.id, kept.get(field)!.answer!]);
    const strange = Object.entries(raw).filter(([name]) => !fields.some((field) => field.id === name));
    return [fields.map((field) => kept.get(field)!), Object.fromEntries([...known, ...strange]) as Json];
  };
  const keep = (field: Field, prefix: string, raw: Json | undefined): Kept => {
    if (field.show_when !== undefined && !holdsNow(field.show_when)) return { shown: false };
    if (field.type === 'computed') return { shown: true, ...some(compute(field)) };
    if (raw === undefined) return { shown: true };
    if (field.type !== 'rows' || prefix || !Array.isArray(raw) || raw.length > kRowsMax || raw.length === 0) {
      const tidied = tidyValue(raw, field.type === 'long_text');
      const answer = field.type === 'multi_choice' ? orderCodes(field, tidied) : tidied;
      return { shown: true, ...some(isEmpty(answer) ? undefined : answer) };
    }
    const both = raw.map((row): [Kept[], Json] => {
      const out: [Kept[], Json] = isObject(row) ? keepAll(field.fields ?? [], row, 'row.') : [[], row];
      forgetRow();
      return out;
    });
    return { shown: true, answer: both.map(([, row]) => row), rows: both.map(([cells]) => cells) };
  };
  const ask = (field: Field, pointer: string, kept: Kept): Question => {
    const offered = codesOf(field).filter((one) => one.when === undefined || holdsNow(one.when)).map((one) => one.code);
    if (field.may_decline) offered.push(kDeclined);
    if (field.may_be_not_asked) offered.push(kNotAsked);
    const needed = field.required === true || holdsNow(field.require_when) || (required.includes(field.id) && pointer === `/${field.id}`);
    return { pointer, field, required: needed, options: offered, ...some(kept.answer) };
  };
  const askRow = (rows: Field, cells: Kept[], at: number): Question[] => {
    cells.forEach((one, index) => tell(rows.fields![index]!, 'row.', one));
    const asked = cells.flatMap((one, index) => {
      const inner = rows.fields![index]!;
      return one.shown ? [ask(inner, `/${rows.id}/${at}/${inner.id}`, one)] : [];
    });
    forgetRow();
    return asked;
  };

  const [kept, whole] = keepAll(form.fields, isObject(answers) ? answers : {}, '');
  const questions = form.fields.flatMap((field, index) => {
    const one = kept[index]!;
    if (!one.shown) return [];
    return [ask(field, `/${field.id}`, one), ...(one.rows ?? []).flatMap((cells, at) => askRow(field, cells, at))];
  });
  return { settled: isObject(answers) ? whole : answers, questions };
}

const some = (answer: Json | undefined): { answer?: Json } => (answer === undefined ? {} : { answer });
