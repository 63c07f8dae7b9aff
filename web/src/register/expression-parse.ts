/// The parser of the condition language; the twin of src/expression/parse.cpp (grammar: README.md there).
/// Types are checked on the server alone, before a definition takes effect.
import { bounded, Day, type Value } from './expression-value';

const kCharactersMax = 1000;
const kNodesMax = 200;
const kDepthMax = 16;

export interface Fault {
  readonly fault: string;
  readonly column: number; // in characters, from 1
}
export interface Node {
  readonly op: string;
  readonly of: readonly Node[];
  readonly value: Value; // of a literal
  readonly name: string; // of a name
}
export interface Expression {
  readonly text: string;
  readonly root: Node;
}

const kWords = new Set(['and', 'or', 'not', 'in', 'contains', 'is', 'answered', 'true', 'false']);
const kFunctions = new Map([
  ['count', [1, 1]], ['sum', [1, 1]], ['years_between', [2, 2]], ['months_between', [2, 2]],
  ['year', [1, 1]], ['min', [2, kNodesMax]], ['max', [2, kNodesMax]], ['if', [3, 3]],
] as const);
/// How tightly a sign binds, its operation, and whether its sides swap.
const kSigns = new Map([
  ['or', [1, 'or', false]], ['and', [2, 'and', false]], ['=', [4, '=', false]], ['!=', [4, '=', false]],
  ['<', [4, '<', false]], ['<=', [4, '<=', false]], ['>', [4, '<', true]], ['>=', [4, '<=', true]],
  ['contains', [4, 'contains', false]], ['in', [4, 'contains', true]], ['is', [4, 'answered', false]],
  ['+', [5, '+', false]], ['-', [5, '-', false]], ['*', [6, '*', false]],
] as const);
const kName = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$/;
const kToken = new RegExp(
  [
    '[ \\t\\r\\n]+',
    "'(?:[^']|'')*'(?!')",
    '\\d{4}-\\d\\d-\\d\\d(?![a-z0-9_])',
    '(?!\\d{4}-\\d\\d-\\d\\d)(?:0|[1-9]\\d*)(?![a-z0-9_])',
    '[a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*)*',
    '[!<>]=|[=<>+\\-*()[\\],]',
  ].join('|'),
  'y',
);

class Stop extends Error {
  constructor(readonly code: string, readonly at: number) {
    super(code);
  }
}

class Parser {
  private readonly tokens: { text: string; at: number }[] = [];
  private next = 0;
  private nodes = 0;
  private depth = 1;

  constructor(text: string) {
    for (let at = 0; at < text.length; ) {
      kToken.lastIndex = at;
      const found = kToken.exec(text)?.[0];
      if (found === undefined) throw new Stop('syntax', at);
      if (found.trim() !== '') this.tokens.push({ text: found, at });
      at += found.length;
    }
    this.tokens.push({ text: '', at: text.length });
  }
  whole(): Node {
    const root = this.climb(1);
    if (this.now.text !== '') throw new Stop('syntax', this.now.at);
    return root;
  }
  private get now(): { text: string; at: number } {
    return this.tokens[this.next]!;
  }
  private accept(text: string): boolean {
    return this.now.text === text && ++this.next > 0;
  }
  private expect(text: string): void {
    if (!this.accept(text)) throw new Stop('syntax', this.now.at);
  }
  private make(at: number, op: string, of: readonly Node[], value: Value = null, name = ''): Node {
    if (++this.nodes > kNodesMax) throw new Stop('too_large', at);
    return { op, of, value, name };
  }
  private nested(level: number): Node {
    if (++this.depth > kDepthMax) throw new Stop('too_large', this.now.at);
    const node = this.climb(level);
    --this.depth;
    return node;
  }
  private climb(level: number): Node {
    const at = this.now.at;
    const negates = level <= 3 && this.accept('not');
    let most = negates ? 2 : 7; // comparisons do not chain; `not` stands between them and `and`
    let left = negates ? this.make(at, 'not', [this.nested(3)]) : this.single();
    for (;;) {
      const token = this.now;
      const sign = kSigns.get(token.text as 'or');
      if (!sign || sign[0] < level || sign[0] > most) return left;
      ++this.next;
      left = this.join(sign, token, left);
      most = sign[0] === 4 ? 2 : sign[0];
    }
  }
  private join([level, op, swaps]: readonly [number, string, boolean], token: { text: string; at: number }, left: Node): Node {
    let negates = token.text === '!=';
    let of = [left];
    if (op === 'answered') {
      negates = this.accept('not');
      this.expect('answered');
    } else {
      const right = token.text === 'in' ? this.list() : this.climb(level + 1);
      of = swaps ? [right, left] : [left, right];
    }
    const node = this.make(token.at, op, of);
    return negates ? this.make(token.at, 'not', [node]) : node;
  }
  private list(): Node {
    const at = this.now.at;
    this.expect('[');
    const texts: string[] = [];
    do {
      if (!this.now.text.startsWith("'")) throw new Stop('syntax', this.now.at);
      texts.push(this.now.text.slice(1, -1).replaceAll("''", "'"));
      ++this.next;
    } while (this.accept(','));
    this.expect(']');
    return this.make(at, 'literal', [], texts);
  }
  private single(): Node {
    const { text, at } = this.now;
    if (text === '') throw new Stop('syntax', at);
    ++this.next;
    if (text === '(') {
      const inner = this.nested(1);
      this.expect(')');
      return inner;
    }
    if (text === '-') {
      const of = this.nested(7);
      return this.make(at, '-', [this.make(at, 'literal', [], 0), of]);
    }
    if (kName.test(text) && !kWords.has(text)) return this.accept('(') ? this.call(text, at) : this.make(at, 'name', [], null, text);
    return this.make(at, 'literal', [], literal(text, at));
  }
  private call(name: string, at: number): Node {
    const [least, most] = kFunctions.get(name as 'sum') ?? [-1, -1];
    if (most < 0) throw new Stop('syntax', at);
    const of: Node[] = [];
    do of.push(this.nested(1));
    while (this.accept(','));
    this.expect(')');
    const isPath = of[0]!.op === 'name' && (name === 'count' || of[0]!.name.includes('.'));
    if (of.length < least || of.length > most || ((name === 'count' || name === 'sum') && !isPath)) throw new Stop('syntax', at);
    return this.make(at, name, of);
  }
}

function literal(text: string, at: number): Value {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (text === 'true' || text === 'false') return text === 'true';
  if (!/^\d/.test(text)) throw new Stop('syntax', at);
  const value = text.includes('-') ? Day.parse(text) : bounded(Number(text));
  if (value === null) throw new Stop(text.includes('-') ? 'day' : 'number', at);
  return value;
}

/// The expression, or the first fault; never thrown.
export function parse(text: string): Expression | Fault {
  try {
    if ([...text].length > kCharactersMax) throw new Stop('too_large', 0);
    return { text, root: new Parser(text).whole() };
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    return { fault: `expression.${stop.code}`, column: [...text.slice(0, stop.at)].length + 1 };
  }
}
