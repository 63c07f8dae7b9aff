/// Offsets of the contract count code points, JavaScript counts UTF-16 units.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Offsets } from '../../src/text/offsets';

const mixed = 'a𝐀bỆ😀c';

test('a text of Vietnamese letters keeps every offset', () => {
  const offsets = new Offsets('Nẻo Về, đường về');
  assert.equal(offsets.length, 16);
  assert.equal(offsets.toUnits(5), 5);
  assert.equal(offsets.toCodePoints(5), 5);
  assert.equal(offsets.slice(4, 6), 'Về');
});

test('a character beyond U+FFFF shifts what follows by one', () => {
  const offsets = new Offsets(mixed);
  assert.equal(offsets.length, 6);
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6].map((at) => offsets.toUnits(at)), [0, 1, 3, 4, 5, 7, 8]);
  assert.equal(offsets.slice(2, 4), 'bỆ');
  assert.equal(offsets.slice(4, 5), '😀');
});

test('the way back from UTF-16 is the inverse at every code point', () => {
  const offsets = new Offsets(mixed);
  for (let at = 0; at <= offsets.length; at += 1) assert.equal(offsets.toCodePoints(offsets.toUnits(at)), at);
});

test('a caret inside a surrogate pair counts as before the character', () => {
  const offsets = new Offsets(mixed);
  assert.equal(offsets.toCodePoints(2), 1);
  assert.equal(offsets.toCodePoints(6), 4);
});

test('offsets outside the text are cut to it', () => {
  const offsets = new Offsets(mixed);
  assert.equal(offsets.toUnits(99), mixed.length);
  assert.equal(offsets.toUnits(-3), 0);
  assert.equal(offsets.toUnits(Number.NaN), 0);
  assert.equal(offsets.slice(5, 99), 'c');
});

test('a lone surrogate does not lose or repeat text', () => {
  const broken = 'x\ud835y';
  const offsets = new Offsets(broken);
  assert.equal(offsets.length, 3);
  assert.equal(offsets.slice(0, 3), broken);
});
