/// Whether a text gives a person away: the twin of src/form/looks_like_person.cpp, whose header tells the rules.

/// Words of the pack, as each register brings them. In small letters and NFC.
export interface PersonWords {
  family_names: string[];
  titles: string[];
  places: string[];
  joiners: string[];
  amounts: string[];
  codes: string[];
  not_persons: string[];
}
export type PersonTrace = 'identity_number' | 'phone' | 'names';
type Lists = Record<'family_names' | 'titles' | 'places' | 'joiners' | 'amounts' | 'codes', Set<string>> & { not_persons: string[] };
interface Word { begin: number; end: number; isCapital: boolean; lower: string }

const read = new WeakMap<PersonWords, Lists>();
function listsOf(words: PersonWords): Lists {
  let lists = read.get(words);
  if (!lists) {
    const { family_names, titles, places, joiners, amounts, codes, not_persons } = words;
    lists = {
      family_names: new Set(family_names), titles: new Set(titles), places: new Set(places), joiners: new Set(joiners),
      amounts: new Set(amounts), codes: new Set(codes), not_persons,
    };
    read.set(words, lists);
  }
  return lists;
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/\p{L}+/gu)].map(({ 0: word, index }) => ({
    begin: index, end: index + word.length, isCapital: /^\p{Lu}/u.test(word), lower: word.toLowerCase(),
  }));
}

function isPhone(digits: string): boolean {
  return /^0[35789]\d{8}$/.test(digits) || /^02\d{9}$/.test(digits) || /^84[35789]\d{8}$/.test(digits);
}

/// A number with its groups, as it is written from its first digit on.
const kNumber = /(?<=\+)\d+(?:[ .-]\d+)*|\d+(?:([ .-])\d+(?:\1\d+)*)?/g;

function numbersIn(text: string, lists: Lists, words: Word[]): Set<PersonTrace> {
  const found = new Set<PersonTrace>();
  for (const { 0: number, index } of text.matchAll(kNumber)) {
    const groups = number.split(/[ .-]/);
    const digits = groups.join('');
    if (digits.length < 9 || isSomethingElse(text, lists, words, index, index + number.length)) continue;
    if (text[index - 1] === '+') {
      if (digits.length <= 13) found.add('phone');
      continue;
    }
    for (const group of groups) {
      if (isPhone(group)) found.add('phone');
      if (/^(\d{9}|\d{12})$/.test(group) && !/^[1-9]\d*000$/.test(group)) found.add('identity_number');
    }
    if (groups.length === 1 || groups.some((one) => one.length < 2) || groups.every((one) => one.length < 3)) continue;
    if (/^0(\d{8}|\d{11})$/.test(digits)) found.add('identity_number');
    if (isPhone(digits)) found.add('phone');
  }
  return found;
}

/// An amount, the number of a document, a code of something else.
function isSomethingElse(text: string, lists: Lists, words: Word[], begin: number, end: number): boolean {
  if (/^\/(\d{4}\/)?\p{L}/u.test(text.slice(end, end + 10))) return true;
  let after = end;
  while (text[after] === ' ') after += 1;
  const unit = words.find((one) => one.begin === after);
  if (unit && lists.amounts.has(unit.lower)) return true;
  let before = begin;
  while (before > 0 && ' :.'.includes(text[before - 1]!)) before -= 1;
  const code = words.find((one) => one.end === before);
  return code !== undefined && lists.codes.has(code.lower);
}

/// Words with capitals and nothing but spaces between them: words [first, end).
interface Run { first: number; end: number; kind: 'other' | 'place' | 'person' }

class Names {
  constructor(
    private readonly text: string,
    private readonly lists: Lists,
    private readonly words: Word[],
  ) {}

  areTwo(): boolean {
    const seen = new Set<string>();
    let before: Run = { first: 0, end: 0, kind: 'other' };
    for (let at = 0; at < this.words.length; ) {
      if (!this.isCapital(at)) {
        at += 1;
        continue;
      }
      const run: Run = { first: at, end: at + 1, kind: 'other' };
      while (run.end < this.words.length && this.isCapital(run.end) && this.isClose(run.end)) run.end += 1;
      const name = this.nameIn(run, before);
      if (name !== '') seen.add(name);
      if (seen.size === 2) return true;
      at = run.end;
      before = run;
    }
    return false;
  }
  private isCapital(at: number): boolean {
    return this.words[at]!.isCapital && !this.lists.joiners.has(this.words[at]!.lower);
  }
  /// What stands between the word and the one before it.
  private gap(at: number): string {
    return this.text.slice(at === 0 ? 0 : this.words[at - 1]!.end, this.words[at]!.begin);
  }
  private isClose(at: number): boolean {
    return /^ +$/.test(this.gap(at));
  }
  private goesOn(run: Run, before: Run): boolean {
    const isListed = (at: number): boolean => /^[ ,;/&]+$/.test(this.gap(at));
    if (before.end === 0) return false;
    if (run.first === before.end) return isListed(run.first);
    const isJoined = run.first === before.end + 1 && this.lists.joiners.has(this.words[before.end]!.lower);
    return isJoined && isListed(before.end) && isListed(run.first);
  }
  private leadOf(run: Run): string {
    if (run.first === 0) return '';
    const word = this.words[run.first - 1]!;
    const isLead = this.isClose(run.first) || (word.isCapital && /^[ .]+$/.test(this.gap(run.first)));
    return isLead ? word.lower : '';
  }
  private nameIn(run: Run, before: Run): string {
    const { family_names, titles, places, not_persons } = this.lists;
    const lead = this.leadOf(run);
    const isInList = this.goesOn(run, before);
    let hasTitle = titles.has(lead);
    const head = this.words[run.first]!.lower;
    if (places.has(lead) || (places.has(head) && !family_names.has(head)) || (isInList && before.kind === 'place')) {
      run.kind = 'place';
      return '';
    }
    let from = run.first;
    if (titles.has(head) && run.end - run.first > 1) {
      hasTitle = true;
      from += 1;
    } else if (!family_names.has(head) && (from === 0 || /[.!?:;\n+-]/.test(this.gap(from)))) {
      from += 1;
    }
    const count = run.end - from;
    if (count < 2 || count > 5 || !family_names.has(this.words[from]!.lower)) return '';
    if (count === 2 && !hasTitle && !(isInList && before.kind === 'person')) return '';
    const name = this.words.slice(from, run.end).map((one) => one.lower).join(' ');
    if (not_persons.some((known) => name === known || name.startsWith(`${known} `))) return '';
    run.kind = 'person';
    return name;
  }
}

/// Every kind once, in this order: identity number, phone, names. `text` in NFC.
export function tracesOfPerson(text: string, words: PersonWords): PersonTrace[] {
  const lists = listsOf(words);
  const all = wordsOf(text);
  const found = numbersIn(text, lists, all);
  if (new Names(text, lists, all).areTwo()) found.add('names');
  return (['identity_number', 'phone', 'names'] as const).filter((kind) => found.has(kind));
}

export function looksLikePerson(text: string, words: PersonWords): boolean {
  return tracesOfPerson(text, words).length > 0;
}
