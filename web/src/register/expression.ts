/// The condition language in the browser; the twin of src/expression/evaluate.cpp: what a form shows while it is
/// filled in is decided by the same words as on the server, which decides again when it is sent.
import { type Expression, type Node } from './expression-parse';
import { bounded, Day, type Environment, type Value } from './expression-value';

export { parse, type Expression, type Fault } from './expression-parse';
export { Day, type Environment, type Row, type Value } from './expression-value';

/// Always ends with a value, at worst an absent one (null).
export function evaluate(expression: Expression, environment: Environment): Value {
  return read(expression.root, environment);
}

/// The expression as a condition: an absent one does not hold.
export function holds(expression: Expression, environment: Environment): boolean {
  return evaluate(expression, environment) === true;
}

/// Every name the expression reads; a sum over a column reads `rows.column`.
export function namesOf(expression: Expression): Set<string> {
  const names = new Set<string>();
  const collect = (node: Node): void => {
    if (node.op === 'name') names.add(node.name);
    node.of.forEach(collect);
  };
  collect(expression.root);
  return names;
}

/// Neither absent nor an empty text, list or set of rows.
export function isAnswered(value: Value): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function find(name: string, environment: Environment): Value {
  const value = environment(name) ?? null;
  return typeof value === 'number' ? bounded(value) : value;
}

/// Two integers or two days as numbers; nothing for any other pair.
function pair(a: Value, b: Value): [number, number] | null {
  if (typeof a === 'number' && typeof b === 'number') return [a, b];
  return a instanceof Day && b instanceof Day ? [a.days, b.days] : null;
}

function equal(a: Value, b: Value): boolean {
  if (a instanceof Day && b instanceof Day) return a.days === b.days;
  return typeof a !== 'object' && a === b;
}

function add(a: Value, b: Value, sign: 1 | -1): Value {
  if (a instanceof Day && typeof b === 'number') return Day.at(a.days + sign * b);
  const both = pair(a, b);
  if (!both || (sign === 1 && typeof a !== 'number')) return null;
  return bounded(both[0] + sign * both[1]);
}

function multiply(a: Value, b: Value): Value {
  return typeof a === 'number' && typeof b === 'number' ? bounded(a * b) : null;
}

/// Full months: one ends on the same-numbered day, or on the last day of a month that has no such day.
function monthsBetween(a: Value, b: Value): number | null {
  if (!(a instanceof Day && b instanceof Day)) return null;
  if (b.days < a.days) return -monthsBetween(b, a)!;
  const [from, to] = [a.date(), b.date()];
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  return Math.min(from.getUTCDate(), last) <= to.getUTCDate() ? months : months - 1;
}

function sum(rows: Value, column: string): Value {
  if (!Array.isArray(rows)) return null;
  let total: number | null = 0;
  for (const row of rows as readonly unknown[]) {
    const cell = row !== null && typeof row === 'object' ? (row as Record<string, unknown>)[column] : null;
    const addend = typeof cell === 'number' ? bounded(cell) : null;
    if (total === null || addend === null) return null;
    total = bounded(total + addend);
  }
  return total;
}

function extreme(values: readonly Value[], sign: 1 | -1): Value {
  let best = values[0] ?? null;
  for (const value of values) {
    const both = pair(value, best);
    if (!both) return null;
    if (sign * both[0] > sign * both[1]) best = value;
  }
  return best;
}

function read(node: Node, environment: Environment): Value {
  const value = (at: number): Value => read(node.of[at]!, environment);
  const holdsAt = (at: number): boolean => value(at) === true;
  const compare = (test: (a: number, b: number) => boolean): boolean => {
    const both = pair(value(0), value(1));
    return both !== null && test(...both);
  };
  switch (node.op) {
    case 'literal': return node.value;
    case 'name': return find(node.name, environment);
    case 'and': return holdsAt(0) && holdsAt(1);
    case 'or': return holdsAt(0) || holdsAt(1);
    case 'not': return !holdsAt(0);
    case 'if': return holdsAt(0) ? value(1) : value(2);
    case 'answered': return isAnswered(value(0));
    case '=': return equal(value(0), value(1));
    case '<': return compare((a, b) => a < b);
    case '<=': return compare((a, b) => a <= b);
    case 'contains': {
      const [list, item] = [value(0), value(1)];
      return Array.isArray(list) && typeof item === 'string' && (list as readonly unknown[]).includes(item);
    }
    case '+': return add(value(0), value(1), 1);
    case '-': return add(value(0), value(1), -1);
    case '*': return multiply(value(0), value(1));
    case 'count': {
      const list = value(0);
      return Array.isArray(list) ? list.length : null;
    }
    case 'sum': {
      const path = node.of[0]!.name;
      const dot = path.lastIndexOf('.');
      return sum(find(path.slice(0, dot), environment), path.slice(dot + 1));
    }
    case 'years_between':
    case 'months_between': {
      const months = monthsBetween(value(0), value(1));
      if (months === null) return null;
      return bounded(node.op === 'months_between' ? months : Math.trunc(months / 12));
    }
    case 'year': {
      const day = value(0);
      return day instanceof Day ? day.date().getUTCFullYear() : null;
    }
    case 'min': return extreme(node.of.map((_, at) => value(at)), -1);
    case 'max': return extreme(node.of.map((_, at) => value(at)), 1);
    default: throw new Error(`no operation ${node.op}`); // the parser makes no other
  }
}
