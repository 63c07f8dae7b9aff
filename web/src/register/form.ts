/// A form in the browser; the twin of src/form: which questions are asked, required and offered, what is kept and
/// what is computed. The faults a page can find are in form-check.ts. The server decides again when it is sent.
import { Day, evaluate, holds, namesOf, type Row, type Value } from './expression';
import {
  codesOf, daysOf, expressionOf, isEmpty, isObject, isRedacted, kDeclined, kNotAsked, kRowsMax, member, orderCodes, tidyValue, valueOf,
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

const kClasses = ['public', 'internal', 'confidential', 'identity'];

/// How high the class of a field is: what is computed gives away what it reads, rows what is computed in them.
export function classOf(form: Form, field: Field, open: readonly Field[] = []): number {
  const own = kClasses.indexOf(field.class ?? (field.type === 'long_text' ? 'confidential' : 'internal'));
  if (open.includes(field)) return own;
  const readBy = (text: string): number[] =>
    [...namesOf(expressionOf(text))].flatMap((name) => {
      const other = form.fields.find((one) => one.id === name.split('.')[0]);
      return other ? [classOf(form, other, [...open, field])] : [];
    });
  const inRows = (field.fields ?? []).flatMap((one) => (one.compute ? readBy(one.compute) : []));
  if (field.type !== 'computed') return Math.max(own, ...inRows);
  const read = readBy(field.compute ?? '');
  return read.length > 0 ? Math.max(...read) : own;
}

const some = (answer: Json | undefined): { answer?: Json } => (answer === undefined ? {} : { answer });

/// One walk over a form and answers, as src/form/evaluation.cpp goes it.
class Evaluation {
  private readonly values = new Map<string, Value>();
  private readonly marks = new Map<string, Json>(); // by the name that expressions read
  constructor(private readonly form: Form, today: string, private readonly required: readonly string[]) {
    this.values.set('today', Day.parse(today));
  }

  run(answers: Json): Filled {
    const [kept, whole] = this.keepAll(this.form.fields, isObject(answers) ? answers : {}, '');
    const questions = this.form.fields.flatMap((field, index) => {
      const one = kept[index]!;
      if (!one.shown) return [];
      return [this.ask(field, `/${field.id}`, one), ...(one.rows ?? []).flatMap((cells, at) => this.askRow(field, cells, at))];
    });
    return { settled: isObject(answers) ? whole : answers, questions };
  }

  private readonly environment = (name: string): Value | undefined => this.values.get(name);
  private holds(text: string | undefined): boolean {
    return text !== undefined && holds(expressionOf(text), this.environment);
  }

  /// The mark that an expression reads: `born` for `born.latest`, `row.since` for `row.since.earliest`.
  private redactedIn(text: string | undefined): Json | undefined {
    if (text === undefined || this.marks.size === 0) return undefined;
    for (const name of [...namesOf(expressionOf(text))].sort()) {
      const parts = name.split('.');
      for (let end = parts.length; end > 0; end -= 1) {
        const mark = this.marks.get(parts.slice(0, end).join('.'));
        if (mark !== undefined) return mark;
      }
    }
    return undefined;
  }

  /// Where nobody can say any more whether a question was to be asked, its answer says that it was.
  private isAsked(field: Field, raw: Json | undefined): boolean {
    if (field.show_when === undefined || this.holds(field.show_when)) return true;
    const hasAnswer = field.type === 'computed' || (raw !== undefined && !isEmpty(raw));
    return hasAnswer && this.redactedIn(field.show_when) !== undefined;
  }

  private compute(field: Field): Json | undefined {
    const mark = this.redactedIn(field.compute); // it would say something of what it read
    if (mark !== undefined) return mark;
    const value = evaluate(expressionOf(field.compute ?? ''), this.environment);
    const type = valueType(field);
    if (type === 'integer' || type === 'money') return typeof value === 'number' ? value : undefined;
    if (type === 'date') return value instanceof Day ? value.iso() : undefined;
    if (typeof value !== 'string' || value === '') return undefined;
    return type !== 'choice' || codesOf(field).some((one) => one.code === value) ? value : undefined;
  }

  private tell(field: Field, prefix: string, kept: Kept): void {
    const set = (part: string, value: Value): void => void this.values.set(prefix + field.id + part, value);
    const type = valueType(field);
    const { answer } = kept;
    if (!kept.shown) return;
    if (answer === undefined) return set('', ['multi_choice', 'attachment', 'rows'].includes(type) ? [] : null);
    if (isRedacted(answer)) return void this.marks.set(prefix + field.id, answer);
    for (const cells of kept.rows ?? []) {
      cells.forEach((one, at) => isRedacted(one.answer) && this.marks.set(`${field.id}.${field.fields![at]!.id}`, one.answer));
    }
    const cell = (inner: Field, one: Kept): [string, Value][] =>
      one.answer === undefined || isRedacted(one.answer) ? [] : [[inner.id, valueOf(valueType(inner), one.answer)]];
    const rows = kept.rows?.map((cells): Row => Object.fromEntries(cells.flatMap((one, at) => cell(field.fields![at]!, one))));
    set('', rows ?? valueOf(type, answer));
    if (type === 'admin_unit') set('.code', valueOf('text', member(answer, 'code') ?? null));
    if (type === 'identity_number') set('.kind', valueOf('text', member(answer, 'kind') ?? null));
    const days = type === 'partial_date' ? daysOf(answer) : null;
    if (!days) return;
    set('.earliest', days[0]);
    set('.latest', days[1]);
  }

  private forgetRow(): void {
    for (const all of [this.values, this.marks]) {
      for (const name of [...all.keys()]) if (name.startsWith('row.')) all.delete(name);
    }
  }

  /// What is kept of each field, and all of it in the fields' order with what no field has behind.
  private keepAll(fields: readonly Field[], raw: { [name: string]: Json }, prefix: string): [Kept[], Json] {
    const kept = new Map<Field, Kept>();
    for (const field of ordered(fields, prefix)) {
      const one = this.keep(field, prefix, member(raw, field.id));
      kept.set(field, one);
      this.tell(field, prefix, one);
    }
    const all = fields.map((field) => kept.get(field)!);
    const known = all.flatMap(({ answer }, at): [string, Json][] => (answer === undefined ? [] : [[fields[at]!.id, answer]]));
    const strange = Object.entries(raw).filter(([name]) => !fields.some((field) => field.id === name));
    return [all, Object.fromEntries([...known, ...strange])];
  }

  private keep(field: Field, prefix: string, raw: Json | undefined): Kept {
    if (!this.isAsked(field, raw)) return { shown: false };
    if (field.type === 'computed') return { shown: true, ...some(this.compute(field)) };
    if (raw === undefined) return { shown: true };
    if (isRedacted(raw)) return { shown: true, answer: raw };
    const isRows = field.type === 'rows' && !prefix && Array.isArray(raw);
    if (isRows && raw.length > 0 && raw.length <= kRowsMax) return this.keepRows(field, raw);
    const tidied = tidyValue(raw, field.type === 'long_text');
    const answer = field.type === 'multi_choice' ? orderCodes(field, tidied) : tidied;
    return { shown: true, ...some(isEmpty(answer) ? undefined : answer) };
  }

  private keepRows(field: Field, raw: Json[]): Kept {
    const both = raw.map((row): [Kept[], Json] => {
      const out: [Kept[], Json] = isObject(row) ? this.keepAll(field.fields ?? [], row, 'row.') : [[], row];
      this.forgetRow();
      return out;
    });
    return { shown: true, answer: both.map(([, row]) => row), rows: both.map(([cells]) => cells) };
  }

  private ask(field: Field, pointer: string, kept: Kept): Question {
    const options = codesOf(field)
      .filter((one) => one.when === undefined || this.holds(one.when) || this.redactedIn(one.when))
      .map((one) => one.code);
    if (field.may_decline) options.push(kDeclined);
    if (field.may_be_not_asked) options.push(kNotAsked);
    const byAction = pointer === `/${field.id}` && this.required.includes(field.id);
    const required = field.required === true || this.holds(field.require_when) || byAction;
    return { pointer, field, required, options, ...some(kept.answer) };
  }

  private askRow(rows: Field, cells: Kept[], at: number): Question[] {
    cells.forEach((one, index) => this.tell(rows.fields![index]!, 'row.', one));
    const asked = cells.flatMap((one, index) => {
      const inner = rows.fields![index]!;
      return one.shown ? [this.ask(inner, `/${rows.id}/${at}/${inner.id}`, one)] : [];
    });
    this.forgetRow();
    return asked;
  }
}

/// What the form makes of the answers. `required` names what an action asks for beyond the form's own rules.
export function fill(form: Form, answers: Json, today: string, required: readonly string[] = []): Filled {
  return new Evaluation(form, today, required).run(answers);
}
