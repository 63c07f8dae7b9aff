/// The condition language against the vectors it shares with the server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { holds, namesOf, parse, type Expression } from '../../src/register/expression';
import { answer, readEnvironment, type Json } from './expression';

interface Case {
  says: string;
  expression: string;
  value?: Json;
  fault?: string;
  column?: number;
}

const vectors = JSON.parse(readFileSync(join(process.cwd(), '../tests/vectors/expression.json'), 'utf8')) as {
  environment: { [name: string]: Json };
  cases: Case[];
  faults: Case[];
};

test('every shared vector is answered as written', () => {
  const environment = readEnvironment(vectors.environment);
  const all = [...vectors.cases, ...vectors.faults];
  assert.ok(all.length > 150);
  for (const { says, expression, ...expected } of all) {
    assert.deepEqual(answer(expression, environment), expected, `${says}: ${expression}`);
  }
});

test('a condition holds only where it is true', () => {
  const environment = readEnvironment({ yes: true, number: 1 });
  assert.equal(holds(parse('yes') as Expression, environment), true);
  assert.equal(holds(parse('number') as Expression, environment), false);
  assert.equal(holds(parse('nothing') as Expression, environment), false);
});

test('the names an expression reads are told, columns with their rows', () => {
  const names = namesOf(parse('if(a.b = c, sum(rows.n), count(rows)) > 1 or a.b = d') as Expression);
  assert.deepEqual([...names].sort(), ['a.b', 'c', 'd', 'rows', 'rows.n']);
});

test('names of JavaScript itself are nothing', () => {
  const environment = readEnvironment({ stays: { rows: [{}] } });
  assert.deepEqual(answer('constructor is answered', environment), { value: false });
  assert.deepEqual(answer('sum(stays.constructor)', environment), { value: null });
  assert.deepEqual(answer('constructor(1)', environment), { fault: 'expression.syntax', column: 1 });
});

test('bounds: characters, nodes and levels, each to the last one allowed', () => {
  const faultOf = (text: string): string => {
    const parsed = parse(text);
    return 'fault' in parsed ? `${parsed.fault} ${parsed.column}` : '';
  };
  assert.equal(faultOf(`1${' '.repeat(999)}`), '');
  assert.equal(faultOf(`1${' '.repeat(1000)}`), 'expression.too_large 1');
  assert.equal(faultOf(`'${'😀'.repeat(998)}'`), '');
  assert.equal(faultOf(`not 1${'+1'.repeat(99)}`), '');
  assert.match(faultOf(`not not 1${'+1'.repeat(99)}`), /^expression.too_large /);
  assert.equal(faultOf(`${'('.repeat(15)}1${')'.repeat(15)}`), '');
  assert.equal(faultOf('('.repeat(900)), 'expression.too_large 17');
  assert.equal(faultOf(`1${' or (1)'.repeat(66)}`), '');
});
