/// Cutting the source into clickable pieces.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Offsets } from '../../src/text/offsets';
import { cutSegments } from '../../src/text/segments';

test('the pieces together are the whole text, in order', () => {
  const offsets = new Offsets('0123😀56789');
  const segments = cutSegments(
    offsets,
    [
      { id: 'a', span: { begin: 2, end: 7 } },
      { id: 'b', span: { begin: 4, end: 9 } },
    ],
    [3],
  );
  assert.equal(segments.map((one) => one.text).join(''), offsets.text);
  assert.deepEqual(segments.map((one) => one.begin), [0, 2, 3, 4, 7, 9]);
});

test('a piece belongs to the shortest item that covers it', () => {
  const segments = cutSegments(new Offsets('0123456789'), [
    { id: 'section', span: { begin: 0, end: 10 } },
    { id: 'task', span: { begin: 3, end: 6 } },
  ]);
  assert.deepEqual(segments.map((one) => one.owner), ['section', 'task', 'section']);
  assert.deepEqual(segments[1]?.covering.sort(), ['section', 'task']);
});

test('only the first piece of an item is a tab stop', () => {
  const segments = cutSegments(new Offsets('0123456789'), [
    { id: 'section', span: { begin: 0, end: 10 } },
    { id: 'task', span: { begin: 3, end: 6 } },
  ]);
  assert.deepEqual(segments.map((one) => one.first), [true, true, false]);
});

test('empty, reversed and overlong spans do no harm', () => {
  const segments = cutSegments(new Offsets('01234'), [
    { id: 'empty', span: { begin: 2, end: 2 } },
    { id: 'reversed', span: { begin: 4, end: 1 } },
    { id: 'long', span: { begin: 3, end: 400 } },
  ]);
  assert.deepEqual(segments.map((one) => [one.text, one.owner]), [['012', null], ['34', 'long']]);
});

test('a text without marks is one piece', () => {
  assert.equal(cutSegments(new Offsets('abc'), []).length, 1);
});
