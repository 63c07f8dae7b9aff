/// Breaks of the paper become spaces, breaks of the author stay, offsets stay.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinWrappedLines } from '../../src/text/lines';

const wrapped = [
  'KẾ HOẠCH',
  '1. Tổ chức tuyên truyền sâu rộng tới mọi tầng lớp nhân dân về phòng, chống tội',
  'phạm trên địa bàn, chú trọng tuyến biên giới và các địa bàn có đông người đi làm',
  'ăn xa.',
  '- Cơ quan chủ trì: một cơ quan có tên rất dài để dòng này đầy bề ngang của giấy;',
  'a) Việc thứ nhất của cơ quan chủ trì trong thời gian tới được nêu ở dòng dài này',
  'và tiếp ở đây',
].join('\n');

test('a paragraph flows, its items keep their own lines', () => {
  assert.deepEqual(joinWrappedLines(wrapped).split('\n'), [
    'KẾ HOẠCH',
    '1. Tổ chức tuyên truyền sâu rộng tới mọi tầng lớp nhân dân về phòng, chống tội phạm trên địa bàn, chú trọng tuyến biên giới và các địa bàn có đông người đi làm ăn xa.',
    '- Cơ quan chủ trì: một cơ quan có tên rất dài để dòng này đầy bề ngang của giấy;',
    'a) Việc thứ nhất của cơ quan chủ trì trong thời gian tới được nêu ở dòng dài này và tiếp ở đây',
  ]);
});

test('nothing moves: same length, only line ends change', () => {
  const joined = joinWrappedLines(wrapped);
  assert.equal(joined.length, wrapped.length);
  assert.equal(joined.replaceAll('\n', ' '), wrapped.replaceAll('\n', ' '));
});

test('a line that ends in a space gets no second one, and still no offset moves', () => {
  const spaced = wrapped.replaceAll('\n', ' \n');
  const joined = joinWrappedLines(spaced);
  assert.equal(joined.length, spaced.length);
  assert.match(joined, /chống tội \u200bphạm/);
});

test('columns of a letterhead and short lines are left alone', () => {
  const head = 'ỦY BAN NHÂN DÂN TỈNH MỘT        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\ntỉnh này           Độc lập';
  assert.equal(joinWrappedLines(head), head);
  assert.equal(joinWrappedLines('ngắn\nhơn\nnữa'), 'ngắn\nhơn\nnữa');
});
