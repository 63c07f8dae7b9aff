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
  papers: string[];
  middles: string[];
}
export type PersonTrace = 'identity_number' | 'phone' | 'names';
type List = 'family_names' | 'titles' | 'places' | 'joiners' | 'amounts' | 'codes' | 'papers' | 'middles';
type Lists = Record<List, Set<string>> & { not_persons: string[] };
interface Word { begin: number; end: number; isCapital: boolean; lower: string }

const read = new WeakMap<PersonWords, Lists>();
function listsOf(words: PersonWords): Lists {
  let lists = read.get(words);
  if (!lists) {
    const { family_names, titles, places, joiners, amounts, codes, not_persons, papers, middles } = words;
    lists = {
      family_names: new Set(family_names), titles: new Set(titles), places: new Set(places), joiners: new Set(joiners),
      amounts: new Set(amounts), codes: new Set(codes), not_persons, papers: new Set(papers), middles: new Set(middles),
    };
    read.set(words, lists);
  }
  return lists;
}

// One sign for what reads as one.

/// Signs that take no room, marks of direction and of looks.
const kNothing = /[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u{e0000}-\u{e007f}]/u;
const kSpaces = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u;
const kDashes = /[\u058a\u2010-\u2015\u2043\u207b\u208b\u2212\u2e3a\u2e3b\u301c\ufe58\ufe63]/u;
/// The zeros of scripts whose other digits follow, also raised and lowered.
const kZeros = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810,
  0x2070, 0x2080, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
];
const kOthers: Record<string, string> = {
  '\u00b9': '1', '\u00b2': '2', '\u00b3': '3', '\u00b7': '.', '\u2024': '.', '\u2027': '.', '\u22c5': '.', '\u2044': '/', '\u2215': '/',
  '\u0085': '\n', '\u2028': '\n', '\u2029': '\n',
};

/// What is read for a sign; nothing for what is not seen.
function plain(sign: string): string {
  const code = sign.codePointAt(0)!;
  if (kNothing.test(sign)) return '';
  if (kSpaces.test(sign)) return ' ';
  if (kDashes.test(sign)) return '-';
  const zero = kZeros.find((one) => code >= one && code < one + 10);
  if (zero !== undefined) return String(code - zero);
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  return kOthers[sign] ?? sign;
}

const plainText = (text: string): string => text.replace(/[^\0-\x7f]/gu, plain);

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/\p{L}+/gu)].map(({ 0: word, index }) => ({
    begin: index, end: index + word.length, isCapital: /^\p{Lu}/u.test(word), lower: word.toLowerCase(),
  }));
}

function isPhone(digits: string): boolean {
  return /^0[35789]\d{8}$/.test(digits) || /^02\d{9}$/.test(digits) || /^84[35789]\d{8}$/.test(digits);
}

const kShortest = 9;
interface Gap { end: number; text: string; hasBracket: boolean }

/// What stands between two groups; nothing where the number ends there. `first`: digits of its first group.
function readGap(text: string, from: number, first: number): Gap | null {
  const whole = /^[ .\-/,()]*/.exec(text.slice(from))![0];
  const end = from + whole.length;
  const plainGap = whole.replace(/[()]/g, '').replace(/ +/g, ' ');
  const hasBracket = /[()]/.test(whole);
  if (!/\d/.test(text[end] ?? '') || whole.length > 5) return null;
  if (!/^(?:[ .\-/,]| - | \/ )$/.test(plainGap) && !(hasBracket && plainGap === '')) return null;
  return first < 3 && /[/,]/.test(plainGap) ? null : { end, text: plainGap, hasBracket };
}

interface Grouped { groups: string[]; digits: string; begin: number; end: number }

function readGrouped(text: string, begin: number, hasPlus: boolean): Grouped {
  const out: Grouped = { groups: [], digits: '', begin, end: begin };
  let separator: string | null = null;
  for (let at = begin; ; ) {
    const group = /^\d+/.exec(text.slice(at))![0];
    out.groups.push(group);
    out.digits += group;
    out.end = at + group.length;
    const gap = readGap(text, out.end, out.groups[0]!.length);
    if (!gap) return out;
    if (gap.hasBracket) {
      if (out.digits.length >= kShortest) return out;
    } else {
      if (separator !== null && separator !== gap.text && !hasPlus) return out;
      separator = gap.text;
    }
    at = gap.end;
  }
}

function numbersIn(text: string, lists: Lists, words: Word[]): Set<PersonTrace> {
  const found = new Set<PersonTrace>();
  for (let at = 0; at < text.length; at += 1) {
    if (!/\d/.test(text[at]!)) continue;
    const hasPlus = text[at - 1] === '+';
    const number = readGrouped(text, at, hasPlus);
    look(number, hasPlus, text, lists, words, found);
    at = number.end;
  }
  return found;
}

function look(number: Grouped, hasPlus: boolean, text: string, lists: Lists, words: Word[], found: Set<PersonTrace>): void {
  const { groups, digits } = number;
  if (digits.length < kShortest) return;
  const isPaper = isOfPaper(number, text, lists, words);
  if (!isPaper && isSomethingElse(number, text, lists, words)) return;
  if (hasPlus) {
    if (digits.length <= 13) found.add('phone');
    return;
  }
  for (const group of groups) {
    if (isPhone(group)) found.add('phone');
    if (/^(\d{9}|\d{12})$/.test(group) && (isPaper || !/^[1-9]\d*000$/.test(group))) found.add('identity_number');
  }
  if (groups.length === 1 || groups.some((one) => one.length < 2) || groups.every((one) => one.length < 3)) return;
  if (/^(\d{9}|\d{12})$/.test(digits) && (isPaper || digits.startsWith('0'))) found.add('identity_number');
  if (isPhone(digits)) found.add('phone');
}

/// The word that ends before `at`, with nothing but these between.
function placeBefore(text: string, words: Word[], at: number, between: string): number {
  let end = at;
  while (end > 0 && between.includes(text[end - 1]!)) end -= 1;
  return words.findIndex((one) => one.end === end);
}

/// An amount, the number of a document, a code of something else.
function isSomethingElse({ groups, digits, begin, end }: Grouped, text: string, lists: Lists, words: Word[]): boolean {
  if (/^\/(\d{4}\/)?\p{L}/u.test(text.slice(end, end + 10))) return true;
  let after = end;
  while (text[after] === ' ') after += 1;
  const unit = words.find((one) => one.begin === after);
  const mayCount = !digits.startsWith('0') || groups[0]!.length === 1;
  if (mayCount && unit && lists.amounts.has(unit.lower)) return true;
  const code = words[placeBefore(text, words, begin, ' :.')];
  return code !== undefined && lists.codes.has(code.lower);
}

/// Whether the words before it, up to three, say that it is of an identity paper.
function isOfPaper({ begin }: Grouped, text: string, lists: Lists, words: Word[]): boolean {
  const last = placeBefore(text, words, begin, ' :.-/(');
  let said = '';
  for (let at = last; at >= 0 && last - at < 3; at -= 1) {
    const word = words[at]!;
    if (at !== last && text.slice(word.end, words[at + 1]!.begin) !== ' ') return false;
    said = said === '' ? word.lower : `${word.lower} ${said}`;
    if (lists.papers.has(said)) return true;
  }
  return false;
}

/// Words with capitals and nothing but spaces between them: words [first, end).
interface Run { first: number; end: number; kind: 'other' | 'place' | 'person'; maybe: string }

class Names {
  constructor(
    private readonly text: string,
    private readonly lists: Lists,
    private readonly words: Word[],
  ) {}

  areTwo(): boolean {
    const seen = new Set<string>();
    let before: Run = { first: 0, end: 0, kind: 'other', maybe: '' };
    for (let at = 0; at < this.words.length; ) {
      if (!this.isCapital(at)) {
        at += 1;
        continue;
      }
      const run: Run = { first: at, end: at + 1, kind: 'other', maybe: '' };
      while (run.end < this.words.length && this.isClose(run.end) && (this.isCapital(run.end) || this.isMiddle(run))) run.end += 1;
      let name = this.nameIn(run, before);
      if (before.maybe !== '' && this.isJoined(run, before)) {
        name ||= run.maybe;
        if (name !== '') seen.add(before.maybe);
      }
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
  private isListed(at: number): boolean {
    return /^[ ,;/&]+$/.test(this.gap(at));
  }
  /// `Trần thị Bình`: what stands behind the run goes on the name, though its letters are small.
  private isMiddle(run: Run): boolean {
    const { middles, family_names } = this.lists;
    const goesOn = run.end + 1 < this.words.length && this.isCapital(run.end + 1) && this.isClose(run.end + 1);
    return goesOn && middles.has(this.words[run.end]!.lower) && family_names.has(this.words[run.end - 1]!.lower);
  }
  /// Whether a word such as "and" stands between the runs, and no other.
  private isJoined(run: Run, before: Run): boolean {
    const isNext = before.end !== 0 && run.first === before.end + 1;
    return isNext && this.lists.joiners.has(this.words[before.end]!.lower) && this.isListed(before.end) && this.isListed(run.first);
  }
  private goesOn(run: Run, before: Run): boolean {
    if (before.end === 0) return false;
    return run.first === before.end ? this.isListed(run.first) : this.isJoined(run, before);
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
    const name = this.words.slice(from, run.end).map((one) => one.lower).join(' ');
    if (not_persons.some((known) => name === known || name.startsWith(`${known} `))) return '';
    if (count === 2 && !hasTitle && !(isInList && before.kind === 'person')) {
      run.maybe = name;
      return '';
    }
    run.kind = 'person';
    return name;
  }
}

/// Every kind once, in this order: identity number, phone, names. `text` in NFC.
export function tracesOfPerson(written: string, words: PersonWords): PersonTrace[] {
  const text = plainText(written);
  const lists = listsOf(words);
  const all = wordsOf(text);
  const found = numbersIn(text, lists, all);
  if (new Names(text, lists, all).areTwo()) found.add('names');
  return (['identity_number', 'phone', 'names'] as const).filter((kind) => found.has(kind));
}

export function looksLikePerson(text: string, words: PersonWords): boolean {
  return tracesOfPerson(text, words).length > 0;
}
