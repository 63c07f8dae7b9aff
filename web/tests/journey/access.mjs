/// Who widens access, in a real browser: an administrator sees what a programme asks for more, cell by cell, and proposes it;
/// a data owner sees the same and confirms. Then the glass of one record is broken at night, and judged.
///
///   BASE_URL=… NEOVE_NUMBER=PK-… NEOVE_SCREENSHOTS=/tmp/shots node tests/journey/access.mjs
///
/// tests/end_to_end/access_pages_test.py prepares the server: a library that waits for signatures, a clinic with a record.
import assert from 'node:assert/strict';
import { albumOf, kDesk } from './album.mjs';
import { startBrowser } from './browser.mjs';
import { windowsOf } from './people.mjs';

const baseUrl = process.env['BASE_URL'];
const number = process.env['NEOVE_NUMBER'] ?? '';
const pictures = process.env['NEOVE_SCREENSHOTS'] ?? '/tmp/neove-access';
if (!baseUrl || !number) {
  console.error('BASE_URL or NEOVE_NUMBER is missing');
  process.exit(1);
}
const browser = await startBrowser();
const failures = [];
const person = windowsOf(browser, baseUrl, failures, kDesk);
const { look, step, finish } = albumOf(browser, pictures, failures, { secrets: () => [number] });
const kReason = 'Cần biết nhóm máu ngay trong đêm';

const button = (within, name) => within.getByRole('button', { name, exact: true });
const said = (page, text) => page.getByText(text).first().waitFor();
/// Signed in, in a role that she was given for this.
async function acting(login, role) {
  const one = await person(login);
  const { grants } = await one.call('GET', '/api/v1/me');
  await one.call('POST', '/api/v1/me/acting', { grant_id: grants.find((grant) => grant.role === role).grant_id });
  return one;
}

try {
  await step('an administrator sees what is asked for more, and proposes it with a reason', async () => {
    const { page, open, close } = await person('quantri');
    await open('/');
    await page.getByRole('heading', { name: 'Bảng quyền các sổ chờ ký' }).waitFor();
    await look(page, 'trang-dau-cho-ky');
    await page.getByRole('link', { name: 'Xem phần thay đổi' }).click();
    await page.getByRole('heading', { level: 1, name: 'Bảng quyền các sổ' }).waitFor();
    await said(page, 'Bàn tiếp bạn đọc');
    await look(page, 'phan-thay-doi');
    await button(page, 'Đề nghị áp dụng').click();
    const dialog = page.getByRole('dialog');
    await button(dialog, 'Đề nghị áp dụng').click();
    await said(page, 'Chưa nhập: Lý do đề nghị.');
    await dialog.getByLabel('Lý do đề nghị').fill('Theo Quyết định 12');
    await look(page, 'de-nghi');
    await button(dialog, 'Đề nghị áp dụng').click();
    await said(page, 'Đã gửi đề nghị. Quyền chưa thay đổi.');
    assert.equal(await button(page, 'Xác nhận áp dụng').count(), 0, 'nobody signs twice');
    await close();
  });
  await step('a data owner sees the same and confirms it', async () => {
    const { page, open, close } = await person('dulieu');
    await open('/proposals');
    await page.getByRole('link', { name: 'Xem phần thay đổi' }).click();
    await said(page, 'Theo Quyết định 12');
    await look(page, 'cho-xac-nhan');
    await button(page, 'Xác nhận áp dụng').click();
    await look(page, 'xac-nhan');
    await button(page.getByRole('dialog'), 'Xác nhận áp dụng').click();
    await said(page, 'Đã ký. Phía trên ghi chương trình có hiệu lực từ lúc nào.');
    await said(page, 'Hai người đã ký. Chương trình mới có hiệu lực khi máy chủ khởi động lại');
    await look(page, 'da-co-hieu-luc');
    await close();
  });
  await step('at night one record is opened; what follows is said before', async () => {
    const { page, open, close } = await acting('thuthu.phuong', 'duty_doctor');
    await open('/registers');
    await look(page, 'so-co-mo-khan-cap');
    await page.getByRole('link', { name: 'Mở khẩn cấp' }).click();
    await said(page, 'Chỉ một hồ sơ được mở, chỉ cho bạn, trong 60 phút.');
    await look(page, 'mo-khan-cap');
    await page.getByLabel('Số hồ sơ').fill(`${number}9`);
    await page.getByLabel('Vì sao phải mở ngay').fill(kReason);
    await button(page, 'Mở hồ sơ này').click();
    await page.locator('#glass-number-fault', { hasText: 'Không có hồ sơ nào mang số này' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'glass-number', 'where to look has the focus');
    await look(page, 'mo-khan-cap-khong-co');
    await page.getByLabel('Số hồ sơ').fill(number);
    await button(page, 'Mở hồ sơ này').click();
    await said(page, 'Đã mở hồ sơ. Việc này đã được báo.');
    await look(page, 'da-mo');
    await page.getByRole('link', { name: 'Vào hồ sơ' }).click();
    await said(page, 'Hoàng-Oanh');
    await said(page, /^Bạn đang xem hồ sơ này nhờ mở khẩn cấp, đến \d\d:\d\d/);
    await look(page, 'ho-so-mo-khan-cap');
    await close();
  });
  await step('whoever judges it finds it in her matters', async () => {
    const { page, open, close } = await acting('quaydoc.xa', 'head_doctor');
    await open('/');
    await page.getByRole('heading', { name: 'Mở khẩn cấp chờ xem xét' }).waitFor();
    await look(page, 'viec-cua-toi-xem-xet');
    await page.locator('.box.warn a').first().click();
    await said(page, kReason);
    await look(page, 'cho-xem-xet');
    await button(page, 'Kết luận').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Việc mở này').selectOption('unjustified');
    await dialog.getByLabel('Nhận xét').fill('Có thể chờ đến sáng');
    await look(page, 'ket-luan');
    await button(dialog, 'Kết luận').click();
    await said(page, 'Đã ghi kết luận.');
    await said(page, 'không chính đáng');
    await look(page, 'da-xem-xet');
    await close();
  });
  await step('a head above both houses compares two records and answers; refused tries are counted', async () => {
    const { page, open, close } = await acting('lanhdao', 'head_doctor');
    await open('/');
    await page.getByRole('heading', { name: 'Có thể trùng hồ sơ' }).waitFor();
    await look(page, 'viec-cua-toi-trung-ho-so');
    await page.locator('.box.warn').filter({ hasText: 'Có thể trùng' }).getByRole('link').first().click();
    await said(page, 'trùng số điện thoại');
    await look(page, 'co-the-trung');
    await button(page, 'Trả lời').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Hai hồ sơ này là của').selectOption('same');
    await dialog.getByLabel('Dựa vào đâu').fill('Đã gọi hỏi cả hai nơi');
    await look(page, 'tra-loi-trung');
    await button(dialog, 'Trả lời').click();
    await said(page, 'Đã ghi câu trả lời.');
    await said(page, 'cùng một người');
    await look(page, 'da-tra-loi-trung');
    await open('/registers/visit_file/break-glass');
    await said(page, 'Bị từ chối trong 7 ngày qua');
    await look(page, 'bi-tu-choi');
    await close();
  });
} finally {
  await browser.close();
}
finish();
