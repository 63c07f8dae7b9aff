/// What is wrong with answers as far as a page can know; the twin of src/form/check_answers.cpp. Whether an
/// organisation, unit, number or file exists is the server's to say.
import { classOf, type Filled, type Question } from './form';
import {
  isEmpty, isObject, isRedacted, kDeclined, kNotAsked, kRowsMax, member, spanOf, valueType, type Form, type Json,
} from './form-value';
import { looksLikePerson, type PersonWords } from './looks-like-person';
import { hasLetter, isReadable } from './readable';

export interface Fault { code: string; pointer: string }

const kFaultsMax = 200;
const kNameMax = 200;
const kId = /^[0-9a-f]{32}$/;

class Checker {
  private readonly faults: Fault[] = [];
  private readonly asked: Map<string, Question>;
  constructor(
    private readonly form: Form,
    private readonly filled: Filled,
    private readonly today: string,
    private readonly words: PersonWords | null,
  ) {
    this.asked = new Map(filled.questions.map((one) => [one.pointer, one]));
  }

  run(): Fault[] {
    if (!isObject(this.filled.settled)) return [{ code: 'form.type', pointer: '' }];
    for (const question of this.filled.questions) {
      if (question.answer !== undefined) this.one(question, question.answer);
      else if (question.required) this.fault('required', question.pointer);
    }
    this.objectOf(this.filled.settled, '', this.form.fields.map((field) => field.id));
    return this.faults.slice(0, kFaultsMax);
  }

  private fault(code: string, pointer: string): void {
    this.faults.push({ code: `form.${code}`, pointer });
  }

  /// A member's name is told only where it has the shape of one.
  private unknown(pointer: string, name: string): void {
    this.fault('unknown_field', /^[a-z][a-z0-9_]{0,47}$/.test(name) ? `${pointer}/${name}` : pointer);
  }

  private plain(value: Json | undefined, pointer: string, max: number, lines = false): string | null {
    if (typeof value !== 'string') return this.fault('type', pointer), null;
    if (value !== '' && !isReadable(value, lines)) return this.fault('control_character', pointer), null;
    return [...value].length > max ? (this.fault('too_long', pointer), null) : value;
  }

  private objectOf(value: Json, pointer: string, members: string[]): value is { [name: string]: Json } {
    if (!isObject(value)) return this.fault('type', pointer), false;
    Object.keys(value).filter((name) => !members.includes(name)).forEach((name) => this.unknown(pointer, name));
    return true;
  }

  private text({ field, pointer, answer }: Question, max: number): void {
    const read = this.plain(answer, pointer, field.max ?? max, field.type === 'long_text');
    const rows = this.form.fields.find((one) => one.fields?.includes(field));
    if (read === null || !this.form.persons || !this.words || classOf(this.form, rows ?? field) >= 2) return;
    if (looksLikePerson(read, this.words)) this.fault('looks_like_person', pointer);
  }

  private integer({ field, pointer, answer }: Question): void {
    if (!Number.isInteger(answer)) return this.fault('type', pointer);
    const number = answer as number;
    const isWithin = number >= (field.min ?? number) && number <= (field.max ?? number);
    if (!Number.isSafeInteger(number) || !isWithin) this.fault('out_of_range', pointer);
  }

  private limit(pointer: string, rule: string | undefined): [number, number] | null {
    if (!rule) return null;
    const day = spanOf('date', rule === 'today' ? this.today : rule);
    if (day) return day;
    const at = rule.startsWith('row.') ? pointer.slice(0, pointer.lastIndexOf('/') + 1) + rule.slice(4) : `/${rule}`;
    const other = this.asked.get(at);
    return other ? spanOf(valueType(other.field), other.answer) : null;
  }

  private date({ field, pointer, answer }: Question): void {
    const span = spanOf(field.type, answer);
    if (!span) return this.fault('type', pointer);
    const [latest, earliest] = [this.limit(pointer, field.not_after), this.limit(pointer, field.not_before)];
    if ((latest && span[0] > latest[1]) || (earliest && span[1] < earliest[0])) this.fault('date_order', pointer);
  }

  private choice(question: Question, answer: Json, pointer: string): void {
    if (typeof answer !== 'string') this.fault('type', pointer);
    else if (!question.options.includes(answer)) this.fault('not_an_option', pointer);
  }

  private choices(question: Question): void {
    const codes = question.answer;
    if (!Array.isArray(codes)) return this.fault('type', question.pointer);
    if (codes.length > (question.field.options ?? []).length + 2) return this.fault('out_of_range', question.pointer);
    codes.forEach((code, at) => {
      const pointer = `${question.pointer}/${at}`;
      if (codes.length > 1 && (code === kDeclined || code === kNotAsked)) this.fault('not_an_option', pointer);
      else this.choice(question, code, pointer);
    });
  }

  private name(name: Json, pointer: string): void {
    const read = this.plain(name, pointer, kNameMax);
    if (read !== null && !hasLetter(read)) this.fault('name_without_letter', pointer);
  }

  private otherNames(names: Json, pointer: string): void {
    if (!Array.isArray(names)) return this.fault('type', pointer);
    if (names.length > 20) return this.fault('out_of_range', pointer);
    names.forEach((name, at) => {
      if (isEmpty(name)) this.fault('required', `${pointer}/${at}`);
      else this.name(name, `${pointer}/${at}`);
    });
  }

  private person(answer: Json, pointer: string): void {
    if (!this.objectOf(answer, pointer, ['name', 'other_names', 'born'])) return;
    const [name, others, born] = ['name', 'other_names', 'born'].map((one) => member(answer, one));
    if (name === undefined) this.fault('required', `${pointer}/name`);
    else this.name(name, `${pointer}/name`);
    if (others !== undefined) this.otherNames(others, `${pointer}/other_names`);
    if (born === undefined) return;
    const span = spanOf('partial_date', born);
    if (!span) this.fault('type', `${pointer}/born`);
    else if (span[0] > spanOf('date', this.today)![1]) this.fault('date_order', `${pointer}/born`);
  }

  private unit(answer: Json, pointer: string): void {
    if (!this.objectOf(answer, pointer, ['code', 'list'])) return;
    const code = member(answer, 'code');
    if (typeof code !== 'string' || !/^\d{1,20}$/.test(code) || !spanOf('date', member(answer, 'list'))) this.fault('type', pointer);
  }

  private phone(answer: Json, pointer: string): void {
    const read = this.plain(answer, pointer, 40);
    const digits = read?.replace(/\D/g, '').length ?? 0;
    if (read !== null && (!/^[\d .+-]*$/.test(read) || digits < 3 || digits > 15)) this.fault('type', pointer);
  }

  private identityNumber(answer: Json, pointer: string): void {
    if (!this.objectOf(answer, pointer, ['kind', 'number'])) return;
    const kind = member(answer, 'kind');
    if (typeof kind !== 'string' || !/^[a-z0-9][a-z0-9_]{0,63}$/.test(kind)) return this.fault('type', `${pointer}/kind`);
    if (member(answer, 'number') === undefined) return this.fault('required', `${pointer}/number`);
    this.plain(member(answer, 'number'), `${pointer}/number`, 40);
  }

  private word(answer: Json, pointer: string, shape: RegExp): void {
    if (typeof answer !== 'string' || !shape.test(answer)) this.fault('type', pointer);
  }

  private attachments(ids: Json, pointer: string, max: number): void {
    if (!Array.isArray(ids)) return this.fault('type', pointer);
    if (ids.length > max) return this.fault('out_of_range', pointer);
    ids.forEach((id, at) => isRedacted(id) || this.word(id, `${pointer}/${at}`, kId));
  }

  private rows({ field, pointer, answer }: Question): void {
    if (!Array.isArray(answer)) return this.fault('type', pointer);
    if (answer.length < (field.min ?? 0) || answer.length > (field.max ?? 200)) this.fault('out_of_range', pointer);
    if (answer.length > kRowsMax) return;
    answer.forEach((row, at) => {
      if (!isObject(row)) this.fault('type', `${pointer}/${at}`);
      else if (Object.keys(row).length === 0) this.fault('required', `${pointer}/${at}`);
      else this.objectOf(row, `${pointer}/${at}`, field.fields!.map((one) => one.id));
    });
  }

  private one(question: Question, answer: Json): void {
    const { field, pointer } = question;
    if (isRedacted(answer)) return;
    switch (field.type) {
      case 'text': return this.text(question, 500);
      case 'long_text': return this.text(question, 20_000);
      case 'integer':
      case 'money': return this.integer(question);
      case 'date':
      case 'partial_date':
      case 'date_time': return this.date(question);
      case 'choice': return this.choice(question, answer, pointer);
      case 'multi_choice': return this.choices(question);
      case 'person': return this.person(answer, pointer);
      case 'organisation': return this.word(answer, pointer, kId);
      case 'admin_unit': return this.unit(answer, pointer);
      case 'phone': return this.phone(answer, pointer);
      case 'identity_number': return this.identityNumber(answer, pointer);
      case 'country': return this.word(answer, pointer, /^[A-Z]{2}$/);
      case 'language': return this.word(answer, pointer, /^[a-z]{2,3}$/);
      case 'attachment': return this.attachments(answer, pointer, field.max ?? 20);
      case 'rows': return this.rows(question);
      default: return;
    }
  }
}

/// Every fault at its JSON Pointer, in the server's words and order. Without words of persons no text looks like one.
export function check(form: Form, filled: Filled, today: string, words: PersonWords | null = null): Fault[] {
  return new Checker(form, filled, today, words).run();
}
