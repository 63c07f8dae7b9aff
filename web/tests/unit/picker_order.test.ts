/// The order in which bodies are offered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasEnded, inOrder, type Body } from '../../src/widgets/order';

const body = (id: string, name: string, parent: string | null = null, valid_until: string | null = null): Body => ({
  id, name, parent: parent ? { id: parent } : null, valid_until,
});
const place = { own: 'room', above: ['police', 'province'] };
const today = '2026-11-23';

test('one\'s own, its tree, then names that begin with what was typed, each by name as Vietnamese sorts them', () => {
  const found = [
    body('c1', 'Công an xã Đèo Sim', 'x'), body('c0', 'Công an xã Cồn Én', 'x'), body('bao', 'Báo Công an', 'y'),
    body('sister', 'Phòng An ninh Công an', 'police'), body('police', 'Công an tỉnh', 'province'), body('room', 'Phòng Tham mưu Công an', 'police'),
    body('unit', 'Tổ Công an', 'room'),
  ];
  assert.deepEqual(inOrder(found, 'cong an', place, today).map((one) => one.id), ['room', 'police', 'sister', 'unit', 'c0', 'c1', 'bao']);
});

test('what has ended stands last, even one\'s own; what ends later has not ended', () => {
  const found = [body('room', 'Phòng', null, '2026-01-01'), body('old', 'Công an huyện', 'police', '2025-07-01'), body('late', 'Đội', null, '2027-01-01')];
  assert.deepEqual(inOrder(found, 'công', place, today).map((one) => one.id), ['late', 'old', 'room']);
  assert.equal(hasEnded(body('a', 'A', null, today), today), true, 'from that day on it is no more');
});

test('Đ comes behind D, and marks do not hide what begins with the words', () => {
  const found = [body('đ', 'Đình'), body('e', 'Én Đình'), body('d', 'Dinh')];
  assert.deepEqual(inOrder(found, 'dinh', { own: '', above: [] }, today).map((one) => one.id), ['d', 'đ', 'e']);
});
