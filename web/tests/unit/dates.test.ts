/// Dates as typed and as shown.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDate, showDate, showInstant, today } from '../../src/text/dates';
import { fold } from '../../src/text/fold';
import { stemOf } from '../../src/text/save';

test('the ways people type a date', () => {
  for (const typed of ['5/3/2026', '05/03/2026', '05-03-2026', '5.3.2026', '05032026', '2026-03-05', ' 5 / 3 / 2026 ']) {
    assert.equal(parseDate(typed), '2026-03-05', typed);
  }
});

test('days that do not exist are refused', () => {
  for (const typed of ['31/02/2026', '29/02/2025', '00/01/2026', '1/13/2026', '5/3/26', '5/3', '', 'hôm nay']) {
    assert.equal(parseDate(typed), null, typed);
  }
  assert.equal(parseDate('29/02/2028'), '2028-02-29');
});

test('dates are shown day first, yearly ones without a year', () => {
  assert.equal(showDate('2026-07-30'), '30/07/2026');
  assert.equal(showDate('12-05'), '05/12');
  assert.equal(showDate(null), '');
  assert.equal(showDate('ngày 20 tháng cuối quý'), 'ngày 20 tháng cuối quý');
});

test('instants are shown in the country clock, over midnight too', () => {
  assert.equal(showInstant('2026-03-05T18:30:00Z'), '01:30 06/03/2026');
  assert.equal(showInstant('khong'), 'khong');
});

test('folding takes marks and case away', () => {
  assert.equal(fold(' Đường Về '), 'duong ve');
});

test('after midnight in Việt Nam it is the next day, whatever day the computer or Greenwich has', () => {
  const now = Date.now;
  try {
    for (const [instant, day] of [
      ['2026-11-22T16:59:59Z', '2026-11-22'],
      ['2026-11-22T17:00:00Z', '2026-11-23'],
      ['2026-12-31T23:30:00Z', '2027-01-01'],
    ] as const) {
      Date.now = () => Date.parse(instant);
      assert.equal(today(), day);
    }
  } finally {
    Date.now = now;
  }
});

test('a label becomes the name of a file that any computer keeps', () => {
  assert.equal(stemOf('Nhiệm vụ được giao'), 'nhiem-vu-duoc-giao');
  assert.equal(stemOf(' Văn bản, ý kiến chỉ đạo '), 'van-ban-y-kien-chi-dao');
  assert.equal(stemOf('../Đề "nghị"'), 'de-nghi');
  assert.equal(stemOf('…'), 'bang');
});
