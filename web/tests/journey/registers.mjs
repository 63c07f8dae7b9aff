/// Registers in a real browser against a running server, in Vietnamese: a reader asks for a book, a librarian lends it,
/// prolongs it and corrects an entry; the list is filtered; two people change one record at once; what is due stands in
/// "Việc của tôi"; a spreadsheet is imported; a patient of the make-believe clinic is admitted, found, given to a doctor and
/// erased by two. Every page passes axe, fits a desk and a phone, keeps names out of titles and addresses.
///
///   BASE_URL=http://127.0.0.1:8080 NEOVE_SCREENSHOTS=/tmp/shots node tests/journey/registers.mjs
///
/// The server must hold a fresh demonstration store with the make-believe lending library.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { albumOf, kDesk } from './album.mjs';
import { startBrowser } from './browser.mjs';
import { actOf, windowsOf } from './people.mjs';

const baseUrl = process.env['BASE_URL'];
const pictures = process.env['NEOVE_SCREENSHOTS'] ?? '/tmp/neove-registers';
if (!baseUrl) {
  console.error('BASE_URL is missing');
  process.exit(1);
}
const browser = await startBrowser();
const failures = [];
const person = windowsOf(browser, baseUrl, failures, kDesk);
const kTitle = 'Dế Mèn phiêu lưu ký';
/// What must never stand in an address or a window's title.
const secrets = [kTitle, 'Bưởi', '0912', 'Chim Sáo'];
const { look, step, finish } = albumOf(browser, pictures, failures, { secrets: () => secrets });

/// A picture of its own: stripes, no comment.
function pictureOf(width, height) {
  const part = (name, data) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows[y * (width + 1) + x + 1] = (x + y) % 120 < 60 ? 210 : 120 + (y % 90);
  }
  const kSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([kSignature, part('IHDR', head), part('IDAT', deflateSync(rows)), part('IEND', Buffer.alloc(0))]);
}
function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
/// A pdf with a line on each page.
function pdfOf(...lines) {
  const kids = lines.map((_line, i) => `${4 + 2 * i} 0 R`).join(' ');
  const pages = lines.map(
    (line, i) =>
      `${4 + 2 * i} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 300]/Contents ${5 + 2 * i} 0 R/Resources<</Font<</F 3 0 R>>>>>>endobj\n` +
      `${5 + 2 * i} 0 obj<</Length ${line.length + 34}>>stream\nBT /F 24 Tf 40 200 Td (${line}) Tj ET\nendstream endobj\n`,
  );
  return Buffer.from(
    `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[${kids}]/Count ${lines.length}>>endobj\n` +
      `3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>endobj\n${pages.join('')}trailer<</Root 1 0 R>>\n%%EOF\n`,
    'latin1',
  );
}

const button = (page, name) => page.getByRole('button', { name, exact: true });
const said = (page, text) => page.getByText(text).first().waitFor();
/// Opens the panel of an action and waits until its form stands.
async function begin(page, action) {
  await (await actOf(page, action)).click();
  await page.locator('.deed button[type=submit]').waitFor();
}
/// A grave act asks for a code when the last one is some minutes old; on a slow machine it is.
async function saidAfterCode(page, text) {
  const told = page.getByText(text).first();
  const asked = page.locator('#step-up-form');
  await told.or(asked).first().waitFor();
  if ((await asked.count()) > 0) await giveCode(page);
  await told.waitFor();
}
async function giveCode(page) {
  await page.getByRole('button', { name: 'Điền mã của tài khoản trình diễn' }).click();
  await page.waitForFunction(() => /^\d{6}$/.test(document.querySelector('#step-up-form-code')?.value ?? ''));
  await page.locator('#step-up-form button[type=submit]').click();
}
const send = (page) => page.locator('.deed button[type=submit]').click();
async function today(page) {
  return page.evaluate(() => new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date()));
}

const desk = await person('quaydoc.xa');
const librarian = await person('thuthu.xa');
let address = '';
let number = '';
let book = '';
let nurse;
let head;
let otherHead;
let file = '';
let fileNumber = '';
try {
  await step('the register is in the top bar and empty', async () => {
    const { page, open } = desk;
    await open('/');
    await look(page, 'viec-cua-toi');
    await page.getByRole('link', { name: 'Sổ theo dõi' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Sổ theo dõi' }).waitFor();
    await look(page, 'so-theo-doi');
    await page.getByRole('link', { name: 'Phiếu mượn', exact: true }).click();
    await said(page, 'Sổ chưa có hồ sơ nào.');
    await look(page, 'phieu-muon-trong');
  });
  await step('a form in steps says what is missing, keeps a draft and takes it up again', async () => {
    const { page } = desk;
    await page.getByRole('link', { name: 'Hỏi mượn' }).click();
    await button(page, 'Tiếp tục').click();
    await said(page, 'Chưa nhập: Tên sách.');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'f-title', 'the first fault has the focus');
    await look(page, 'hoi-muon-thieu');
    await page.getByLabel('Tên sách').fill(kTitle);
    await page.getByText('Người lớn', { exact: true }).click();
    await page.getByText('Truyện', { exact: true }).click();
    await page.getByLabel('Số bản').fill('2');
    await page.getByLabel('Số trang mỗi bản').fill('144');
    assert.equal((await page.locator('#f-pages_all').innerText()).trim(), '288', 'computed while typing');
    await page.getByText(/Đã lưu nháp lúc \d\d:\d\d/).waitFor();
    await page.reload();
    await button(page, 'Tiếp tục bản nháp').click();
    assert.equal(await page.getByLabel('Tên sách').inputValue(), kTitle);
    await look(page, 'hoi-muon-ban-nhap');
  });
  await step('the same form in a second window: whose words stay is asked, not guessed', async () => {
    const { page } = desk;
    const fill = async (where, label, text) => {
      await where.bringToFront();
      const answered = where.waitForResponse((one) => one.request().method() === 'PUT' && one.url().includes('/drafts/'));
      await where.getByLabel(label).fill(text);
      return (await answered).status();
    };
    const choose = async (where, name) => {
      const answered = where.waitForResponse((one) => one.request().method() === 'PUT' && one.url().includes('/drafts/'));
      await button(where, name).click();
      return (await answered).status();
    };
    const second = await page.context().newPage();
    await second.goto(page.url());
    await button(second, 'Tiếp tục bản nháp').click();
    assert.equal(await fill(second, 'Số bản', '3'), 204);
    assert.equal(await fill(page, 'Số trang mỗi bản', '145'), 409);
    await said(page, 'Bản nháp này đã được sửa ở cửa sổ khác');
    await look(page, 'nhap-hai-cua-so');
    await button(page, 'Lấy bản ở cửa sổ khác').click();
    assert.equal(await page.getByLabel('Số bản').inputValue(), '3');
    assert.equal(await page.getByLabel('Số trang mỗi bản').inputValue(), '144');
    assert.equal(await fill(page, 'Số bản', '2'), 204);
    assert.equal(await fill(second, 'Số bản', '4'), 409);
    assert.equal(await choose(second, 'Giữ bản ở đây'), 204);
    assert.equal(await fill(page, 'Số bản', '5'), 409);
    assert.equal(await choose(page, 'Giữ bản ở đây'), 204);
    assert.equal(await fill(page, 'Số bản', '2'), 204);
    desk.second = second;
  });
  await step('a record is opened', async () => {
    const { page } = desk;
    await button(page, 'Tiếp tục').click();
    await page.getByLabel('Điện thoại bạn đọc').fill('0912 345 678');
    await page.getByLabel('Ngày hỏi mượn').fill('31/02/2026');
    await button(page, 'Hỏi mượn').click();
    await said(page, 'Ngày không hợp lệ.');
    await look(page, 'hoi-muon-ngay-sai');
    await page.getByLabel('Ngày hỏi mượn').fill(await today(page));
    await page.route('**/api/v1/registers/loan/records', (route) => route.abort());
    await button(page, 'Hỏi mượn').click();
    await said(page, 'Không kết nối được với máy chủ.');
    assert.equal(await page.getByLabel('Điện thoại bạn đọc').inputValue(), '0912 345 678', 'what was typed survives');
    await page.unroute('**/api/v1/registers/loan/records');
    let sent = 0;
    page.on('request', (request) => (sent += request.method() === 'POST' && request.url().endsWith('/records') ? 1 : 0));
    await button(page, 'Hỏi mượn').dblclick();
    await page.waitForURL(/\/registers\/loan\/[0-9a-f]{32}/);
    await said(page, 'Hạn trả lời yêu cầu mượn');
    assert.equal(sent, 1, 'pressed twice, sent once');
    const { second } = desk;
    await second.bringToFront();
    await second.getByLabel('Số bản').fill('9');
    await said(second, 'Bản nháp này đã được gửi hoặc bỏ ở cửa sổ khác.');
    await look(second, 'nhap-da-gui-noi-khac');
    await button(second, 'Bỏ nội dung gõ ở đây').click();
    await second.waitForURL(/\/registers\/loan$/);
    await second.close();
    address = new URL(page.url()).pathname;
    number = (await page.locator('.state .number').innerText()).trim();
    assert.match(number, /^ML-/);
    await said(page, /không hiển thị với vai trò của bạn/);
    assert.equal(await page.getByText('0912 345 678').count(), 0, 'what she may write and not read is not shown again');
    await look(page, 'ho-so-moi');
  });
  await step('a librarian lends it', async () => {
    const { page, open } = librarian;
    await open('/registers/loan');
    await page.getByRole('link', { name: number }).click();
    await page.getByRole('heading', { level: 1, name: kTitle }).waitFor();
    await look(page, 'ho-so-thu-thu');
    await begin(page, 'Cho mượn');
    await look(page, 'cho-muon');
    await page.getByLabel('Ghi chú').fill('Giao tại quầy.\nCòn một bản trong kho.');
    await send(page);
    await said(page, 'Đã ghi: Đã cho mượn.');
    await page.locator('.badge', { hasText: 'Đang mượn' }).first().waitFor();
    await page.locator('summary', { hasText: 'Hạn trả sách' }).click();
    await said(page, 'Nội quy thư viện giả định, điều 5');
    await look(page, 'dang-muon');
  });
  await step('it is prolonged, with a reason and a time of its own', async () => {
    const { page } = librarian;
    await begin(page, 'Gia hạn');
    await send(page);
    await said(page, 'Chưa nhập: Lý do.');
    await page.locator('#deed-reason').fill('Người đọc ốm');
    await page.getByText('Lúc khác').click();
    await page.locator('#deed-when').fill('hôm qua');
    await send(page);
    await said(page, 'Chưa hiểu thời điểm này.');
    await look(page, 'gia-han');
    await page.getByText('Vừa xong, ngay bây giờ').click();
    await send(page);
    await said(page, 'Đã ghi: Đã gia hạn.');
    await said(page, 'Lý do: Người đọc ốm');
  });
  await step('an entry is corrected; old and new stand beside each other', async () => {
    const { page } = librarian;
    await page.getByRole('button', { name: /^Đính chính ?: Đã hỏi mượn/ }).click();
    await page.locator('.deed').getByLabel('Số bản').fill('3');
    await page.locator('#deed-reason').fill('Ghi nhầm số bản');
    await look(page, 'dinh-chinh');
    await send(page);
    await said(page, 'Đã ghi đính chính.');
    await said(page, 'Đã được đính chính');
    assert.equal((await page.locator('dl del').first().innerText()).trim(), '2');
    assert.equal((await page.locator('dl ins').first().innerText()).trim(), '3');
    await page.locator('section', { hasText: 'Hạn trả lời yêu cầu mượn' }).getByText('Đúng hạn').waitFor();
    await look(page, 'da-dinh-chinh');
  });
  await step('two people at once: nothing typed is lost', async () => {
    const { page } = librarian;
    const head = await person('truongthuvien');
    await head.open(address);
    await begin(page, 'Gia hạn');
    await page.locator('.deed').getByLabel('Ghi chú').fill('Thủ thư: hẹn thứ Hai.');
    await page.locator('#deed-reason').fill('Người đọc xin thêm');
    await begin(head.page, 'Gia hạn');
    await head.page.locator('.deed').getByLabel('Ghi chú').fill('Phụ trách: hẹn thứ Sáu.');
    await head.page.locator('#deed-reason').fill('Đã gọi điện');
    await send(head.page);
    await said(head.page, 'Đã ghi: Đã gia hạn.');
    await head.close();
    await send(page);
    await said(page, 'Hồ sơ vừa được cập nhật: bởi người khác');
    await said(page, 'Phụ trách: hẹn thứ Sáu.');
    await said(page, 'Đoàn Văn Kệ');
    await look(page, 'hai-nguoi-cung-sua');
    await button(page, 'Gửi lại').click();
    await said(page, 'Hãy chọn một bản cho từng nội dung.');
    await page.locator('.sides label', { hasText: 'Bản của bạn' }).click();
    await button(page, 'Gửi lại').click();
    await page.locator('.deed').waitFor({ state: 'detached' });
    await page.locator('dd', { hasText: 'Thủ thư: hẹn thứ Hai.' }).first().waitFor();
    await look(page, 'sau-khi-gop');
  });
  await step('the list is searched, filtered, and shows columns of one’s own', async () => {
    const { page, open } = librarian;
    await open('/registers/loan');
    await page.locator('tbody tr').first().waitFor();
    await look(page, 'phieu-muon');
    await page.locator('#record-query').fill('không có cuốn này');
    await said(page, 'Không có hồ sơ nào khớp');
    await look(page, 'phieu-muon-khong-thay');
    assert.doesNotMatch(decodeURIComponent(page.url()), /cuốn/, 'words looked for stay out of the address');
    await button(page, 'Bỏ bộ lọc').click();
    await page.getByRole('link', { name: number }).waitFor();
    await button(page, 'Chờ trả lời').click();
    await said(page, 'Không có hồ sơ nào khớp');
    await button(page, 'Tất cả').click();
    await page.getByRole('link', { name: number }).waitFor();
    await page.getByText('Cột hiển thị').click();
    await page.getByLabel('Đơn vị quản lý').check();
    await page.getByLabel('Loại tài liệu').uncheck();
    await page.getByRole('columnheader', { name: 'Đơn vị quản lý' }).waitFor();
    await look(page, 'phieu-muon-cot');
    await page.reload();
    await page.getByRole('columnheader', { name: 'Đơn vị quản lý' }).waitFor();
    assert.equal(await page.getByRole('columnheader', { name: 'Loại tài liệu' }).count(), 0, 'the address keeps the choice');
  });
  await step('the head exports the list: told first what leaves; a librarian is offered nothing', async () => {
    assert.equal(await button(librarian.page, 'Xuất Excel').count(), 0);
    const head = await person('truongthuvien');
    const { page } = head;
    await head.open('/registers/loan');
    await button(page, 'Xuất Excel').click();
    await said(page, 'Không cần người khác đồng ý.');
    await said(page, 'công khai, nội bộ; không kèm tên, giấy tờ, điện thoại');
    await look(page, 'xuat-excel');
    const [file] = await Promise.all([page.waitForEvent('download'), button(page, 'Tải tệp Excel').click()]);
    assert.equal(file.suggestedFilename(), 'phieu-muon.xlsx');
    await said(page, 'Đã tải tệp Excel.');
    await button(page, 'In danh sách').click();
    await button(page, 'Mở trang in').click();
    await page.getByRole('heading', { level: 1, name: 'Phiếu mượn' }).waitFor();
    await page.getByRole('rowheader', { name: number }).waitFor();
    await said(page, 'Mã bản xuất');
    assert.equal(await page.getByText('0912 345 678').count(), 0, 'what the rule keeps is on no paper');
    await look(page, 'in-danh-sach');
    await page.emulateMedia({ media: 'print' });
    await page.screenshot({ path: join(pictures, 'in-danh-sach-giay.png'), fullPage: true });
    await page.emulateMedia({ media: null });
    await button(page, 'Quay lại').click();
    await page.getByRole('link', { name: 'Yêu cầu xuất dữ liệu' }).click();
    await said(page, 'Không có yêu cầu nào chờ bạn.');
    await look(page, 'yeu-cau-xuat-trong');
    await head.close();
  });
  await step('what is confidential goes to paper by the button alone', async () => {
    const { page, open } = librarian;
    await open(address);
    await page.emulateMedia({ media: 'print' });
    await page.getByText('chỉ in bằng nút').waitFor();
    assert.equal(await page.getByText('0912 345 678').first().isVisible(), false);
    await page.emulateMedia({ media: null });
    await page.evaluate(() => (window.print = () => (window.printed = document.body.innerText)));
    await button(page, 'In hồ sơ').click();
    await look(page, 'in-ho-so');
    const told = page.waitForResponse((answer) => answer.url().endsWith('/print') && answer.ok());
    await page.getByRole('dialog').getByRole('button', { name: 'In', exact: true }).click();
    await told;
    await page.waitForFunction(() => window.printed?.includes('0912 345 678'));
  });
  await step('what is due stands in the agenda', async () => {
    const { page, open } = librarian;
    await open(address);
    await open('/');
    await page.getByRole('heading', { name: 'Việc cần làm của tôi' }).waitFor();
    await look(page, 'viec-cua-toi-thu-thu');
  });
  await step('the board counts what the list holds; one act is taken of all that are late, or of none', async () => {
    const { page, open } = librarian;
    await open('/registers/loan');
    await page.getByRole('link', { name: 'Bảng theo dõi' }).click();
    await page.getByRole('heading', { level: 1, name: 'Bảng theo dõi: Phiếu mượn' }).waitFor();
    const cell = page.getByRole('link', { name: /Đang thực hiện \(trong hạn\): 1 hồ sơ$/ });
    await cell.waitFor();
    await look(page, 'bang-theo-doi');
    await page.locator('#board-group').selectOption('novel');
    await page.waitForURL(/group=novel/);
    await cell.click();
    await page.getByRole('link', { name: number }).waitFor();
    await page.getByText('Loại tài liệu: Truyện').waitFor();
    await look(page, 'bang-theo-doi-den-danh-sach');
    await button(page, 'Bỏ lọc: Loại tài liệu: Truyện').click();
    await page.getByRole('link', { name: number }).waitFor();
    // A list of the overdue is empty while nothing is late.
    await open('/registers/loan?timing=overdue');
    await said(page, 'Không có hồ sơ nào khớp');
    await open('/registers/loan/board?view=months');
    await page.getByRole('link', { name: number }).waitFor();
    await look(page, 'tien-do-thoi-gian');
    await open('/registers/loan/board');
    await page.emulateMedia({ media: 'print' });
    await page.getByText('Người lập').waitFor();
    await page.screenshot({ path: join(pictures, 'bang-theo-doi-giay.png'), fullPage: true });
    await page.emulateMedia({ media: null });
    assert.equal(await page.getByRole('button', { name: /^Gia hạn: / }).count(), 0, 'nothing is late, nothing is offered');
  });
  await step('a body outside the network: its sheet is taken and handed in, unfilled it changes nothing; the board leaves', async () => {
    assert.equal(await librarian.page.getByRole('link', { name: 'Biểu điền ngoài mạng' }).count(), 0);
    const head = await person('truongthuvien');
    const { page } = head;
    await head.open('/registers/loan');
    await page.getByRole('link', { name: 'Biểu điền ngoài mạng' }).click();
    await page.getByRole('heading', { level: 1, name: 'Biểu điền cho đơn vị ngoài mạng' }).waitFor();
    await button(page, 'Tải biểu (XLSX)').click();
    await said(page, 'Hãy chọn đơn vị.');
    await page.locator('#fill-body').fill('xã Mây Trúc');
    await page.getByRole('option', { name: /^Ủy ban nhân dân xã Mây Trúc/ }).first().click();
    const [file] = await Promise.all([page.waitForEvent('download'), button(page, 'Tải biểu (XLSX)').click()]);
    assert.equal(file.suggestedFilename(), 'phieu-muon-bieu-dien.xlsx');
    const hand = (name, buffer) => page.locator('#fill-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await hand('bieu.xlsx', readFileSync(await file.path()));
    await said(page, 'Biểu chưa điền dòng nào.');
    assert.equal(await page.getByRole('button', { name: /^Ghi \d+ dòng/ }).count(), 0, 'nothing to write');
    await look(page, 'bieu-dien');
    await hand('khac.xlsx', Buffer.from('Tên,Số\nA,1\n'));
    await said(page, 'Không thấy dòng Mã biểu trong tệp.');
    await head.open('/registers/loan/board');
    const [table] = await Promise.all([page.waitForEvent('download'), button(page, 'Tải bảng (XLSX)').click()]);
    assert.equal(table.suggestedFilename(), 'phieu-muon-bang-theo-doi.xlsx');
    await head.close();
  });
  await step('other kinds of questions: a book, a person', async () => {
    const { page, open } = librarian;
    await open('/registers/book/new');
    await page.locator('#f-title').fill('Số đỏ');
    await page.locator('#f-published').fill('5/1936');
    await page.locator('#f-language').fill('viet');
    await page.getByRole('option').first().click();
    await page.locator('#f-country').fill('viet nam');
    await page.getByRole('option', { name: 'Việt Nam' }).click();
    // Words that stand for nothing in the list are told before the next part, not lost on the way.
    await page.locator('#f-publisher').fill('Nhà xuất bản không có trong danh mục');
    await button(page, 'Tiếp tục').click();
    await said(page, 'Chưa sang bước sau được.');
    await page.locator('#f-publisher-fault').waitFor();
    await page.locator('nav.steps button').nth(1).click();
    await page.locator('nav.steps button').first().click();
    assert.equal(await page.locator('#f-publisher').inputValue(), 'Nhà xuất bản không có trong danh mục', 'kept through the parts');
    await look(page, 'sach-chua-chon');
    await page.locator('#f-publisher').fill('cau sen');
    await page.getByRole('option').first().click();
    await page.locator('#f-cover').setInputFiles([
      { name: 'bìa trước – bút tích Bưởi.png', mimeType: 'image/png', buffer: pictureOf(900, 600) },
      { name: 'phiếu nhập kho.pdf', mimeType: 'application/pdf', buffer: pdfOf('PHIEU NHAP KHO', 'Trang hai') },
    ]);
    await page.getByRole('button', { name: 'Bỏ tệp phiếu nhập kho.pdf' }).waitFor();
    await look(page, 'sach-buoc-1');
    await button(page, 'Tiếp tục').click();
    await page.locator('#f-bought_on').fill('1/2/2024');
    await page.locator('#f-price').fill('nhiều');
    await page.getByText('Tốt', { exact: true }).click();
    await button(page, 'Nhập sách').click();
    await said(page, 'Chưa đúng dạng số.');
    await look(page, 'sach-buoc-2');
    await page.locator('#f-price').fill('125000');
    await page.locator('#f-price').blur();
    assert.equal(await page.locator('#f-price').inputValue(), '125.000');
    await button(page, 'Nhập sách').click();
    await page.waitForURL(/\/registers\/book\/[0-9a-f]{32}/);
    await said(page, '125.000 đồng');
    await said(page, '05/1936');
    await said(page, 'Việt Nam');
    book = (await page.locator('.state .number').innerText()).trim();
    await look(page, 'sach');
  });
  await step('its files are seen as pictures; the original is downloaded as it came', async () => {
    const { page } = librarian;
    const file = (name) => page.locator('dd li', { hasText: name });
    const seen = async (within) => {
      const image = within.locator('img');
      await image.waitFor();
      return image.evaluate(async (one) => {
        await one.decode();
        return one.naturalWidth;
      });
    };
    await button(file('bìa trước – bút tích Bưởi.png'), 'Xem').click();
    assert.equal(await seen(file('bìa trước – bút tích Bưởi.png')), 900);
    await look(page, 'sach-anh-bia');
    await button(file('phiếu nhập kho.pdf'), 'Xem').click();
    assert.ok((await seen(file('phiếu nhập kho.pdf'))) > 500);
    await said(page, 'Trang 1/2');
    await button(page, 'Trang sau').click();
    await said(page, 'Trang 2/2');
    await look(page, 'sach-tep-pdf');
    const waiting = page.waitForEvent('download');
    await button(file('phiếu nhập kho.pdf'), 'Tải tệp gốc').click();
    const download = await waiting;
    assert.equal(download.suggestedFilename(), 'phiếu nhập kho.pdf');
    const bytes = readFileSync(await download.path());
    assert.ok(bytes.equals(pdfOf('PHIEU NHAP KHO', 'Trang hai')), 'the original is what was uploaded');
    // Whoever sees the cover and may not take the file is not offered it.
    const bookAt = page.url();
    const head = await person('truongthuvien');
    await head.open(new URL(bookAt).pathname);
    await head.page.locator('dd li', { hasText: 'phiếu nhập kho.pdf' }).getByRole('button', { name: 'Xem' }).waitFor();
    assert.equal(await head.page.getByRole('button', { name: 'Tải tệp gốc' }).count(), 0);
    await head.close();
  });
  await step('the original asks for a fresh code when the last is old; without one nothing comes', async () => {
    const { page } = librarian;
    const download = button(page.locator('dd li', { hasText: 'phiếu nhập kho.pdf' }), 'Tải tệp gốc');
    const old = { status: 403, contentType: 'application/problem+json', body: '{"status":403,"code":"session.step_up","detail":"x"}' };
    await page.route('**/original', (route) => route.fulfill(old), { times: 2 });
    await download.click();
    await page.getByRole('heading', { name: 'Xác thực lại' }).waitFor();
    await look(page, 'tep-goc-hoi-ma');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await download.click();
    const [file] = await Promise.all([page.waitForEvent('download'), giveCode(page)]);
    assert.equal(file.suggestedFilename(), 'phiếu nhập kho.pdf');
  });
  await step('a long history comes page by page', async () => {
    const { page, open } = librarian;
    const answers = { title: 'Đất rừng phương Nam', kind: 'novel', copies: 1, reader_kind: 'adult', asked_on: '2026-11-02' };
    const made = await desk.call('POST', '/api/v1/registers/loan/records', { action: 'request', answers });
    const base = `/api/v1/registers/loan/records/${made.id}`;
    const act = async (action, more = {}) => {
      const now = await page.request.get(base);
      const headers = { 'X-Neove': '1', 'If-Match': now.headers()['etag'] };
      const answer = await page.request.post(`${base}/actions`, { headers, data: { action, answers: {}, ...more } });
      assert.ok(answer.ok(), `${action}: ${answer.status()} ${await answer.text()}`);
    };
    await act('lend');
    for (let time = 1; time <= 52; time += 1) await act('extend', { reason: `lần ${time}` });
    await open(`/registers/loan/${made.id}`);
    await page.getByText('Lý do: lần 52', { exact: true }).waitFor();
    assert.equal(await page.getByText('Lý do: lần 1', { exact: true }).count(), 0);
    await look(page, 'qua-trinh-dai');
    await button(page, 'Xem các việc trước đó').click();
    await page.getByText('Lý do: lần 1', { exact: true }).waitFor();
    assert.equal(await page.getByText(/^Lý do: lần \d+$/).count(), 52, 'each once');
    assert.equal(await button(page, 'Xem các việc trước đó').count(), 0);
  });
  await step('a record is linked, and the link taken away', async () => {
    const { page, open } = librarian;
    await open(address);
    await button(page, 'Thêm hồ sơ liên quan').click();
    await page.locator('#link-add').fill(book);
    await page.getByRole('option', { name: book }).click();
    await look(page, 'them-lien-ket');
    await button(page, 'Thêm hồ sơ liên quan').click();
    await page.getByRole('link', { name: book }).waitFor();
    await said(page, `Thêm liên kết: Là bản của sách ${book}`);
    await look(page, 'da-lien-ket');
    await page.getByRole('button', { name: `Bỏ liên kết ${book}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ', exact: true }).click();
    await page.getByRole('link', { name: book }).waitFor({ state: 'detached' });
    await said(page, 'Bỏ liên kết: Là bản của sách');
  });
  await step('it is given back with its damage, row by row', async () => {
    const { page } = librarian;
    await begin(page, 'Nhận trả');
    const deed = page.locator('.deed');
    await button(deed, 'Thêm dòng').click();
    await deed.locator('#f-damage-0-page').fill('12');
    await button(deed, 'Thêm dòng').click();
    await deed.locator('#f-damage-1-what').getByText('Ướt').click();
    await send(page);
    await said(page, 'Chưa chọn: Hư hại gì.');
    await look(page, 'nhan-tra');
    await deed.locator('#f-damage-0-what').getByText('Rách').click();
    await deed.getByRole('button', { name: 'Đưa dòng 2 lên' }).click();
    await send(page);
    await said(page, 'Đã ghi: Đã nhận trả.');
    assert.deepEqual(await page.locator('dd table').first().locator('tbody tr').allInnerTexts().then((all) => all.map((one) => one.replaceAll(/\s+/g, ' ').trim())), ['1 – Ướt', '2 12 Rách']);
    await said(page, 'Chờ từ');
    await look(page, 'da-tra');
  });
  await step('a body is kept away from the record, with a reason', async () => {
    const head = await person('truongthuvien');
    const { page } = head;
    await head.open(address);
    await button(page, 'Thêm người, đơn vị').click();
    await page.locator('#assign-organisation').fill('cau sen');
    await page.locator('#assign-organisation-option-0').click();
    await page.locator('#assign-reason').fill('Người đọc đề nghị');
    await look(page, 'phan-cong');
    await page.locator('#assign').getByRole('button', { name: 'Thêm người, đơn vị' }).click();
    await said(page, /^Đã ghi: Không được tiếp cận\.$/);
    await head.close();
  });
  await step('and let to it again by two, each with a reason', async () => {
    const end = async (who, reason, told) => {
      const { page, open, close } = await person(who);
      await open(address);
      await page.getByRole('button', { name: /^Kết thúc “/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Lý do').fill(reason);
      await look(page, `go-chan-${who}`);
      await dialog.getByRole('button', { name: 'Kết thúc', exact: true }).click();
      await said(page, told);
      await look(page, `da-go-chan-${who}`);
      await close();
    };
    await end('truongthuvien', 'Không còn xung đột', 'Cần một người khác có thẩm quyền phân công');
    await end('phutrach.xa', 'Đúng vậy', 'Đã kết thúc: Không được tiếp cận.');
  });
  await step('persons leave after another agreed: asked for, agreed to, fetched by the asker', async () => {
    const [administrator, owner, officer, head, second] = await Promise.all(
      ['quantri', 'dulieu', 'canbo.xa', 'quaydoc.xa', 'lanhdao'].map((login) => person(login)),
    );
    const { items } = await administrator.call('GET', '/api/v1/accounts');
    const here = (await officer.call('GET', '/api/v1/me')).grants[0].organisation.id;
    for (const [login, role] of [['canbo.xa', 'nurse'], ['quaydoc.xa', 'head_doctor'], ['lanhdao', 'head_doctor']]) {
      const { id } = items.find((one) => one.login === login);
      const asked = await administrator.call('POST', `/api/v1/accounts/${id}/grants`, { role, organisation_id: here, reason: 'phòng khám' });
      await owner.call('POST', `/api/v1/proposals/${asked.id}/confirm`);
    }
    for (const [who, role] of [[officer, 'nurse'], [head, 'head_doctor'], [second, 'head_doctor']]) {
      const { grants } = await who.call('GET', '/api/v1/me');
      await who.call('POST', '/api/v1/me/acting', { grant_id: grants.find((one) => one.role === role).grant_id });
    }
    const answers = { patient: { name: 'Nguyễn Thị Bưởi' }, sex: 'female', visit_on: '2026-11-02', urgent: 'no', nationality: 'VN' };
    await officer.call('POST', '/api/v1/registers/visit_file/records', { action: 'admit', answers });
    await head.open('/registers/visit_file');
    await button(head.page, 'Xuất Excel').click();
    await said(head.page, 'Cần 1 người khác có quyền xuất');
    await button(head.page, 'Gửi yêu cầu').click();
    await said(head.page, 'Chưa nhập: Lý do xuất.');
    await look(head.page, 'xin-xuat');
    await head.page.getByLabel(/Kèm tên, giấy tờ/).check();
    await said(head.page, 'Cần 2 người khác có quyền xuất');
    await head.page.getByRole('dialog').getByText(/^\d+ cột$/).click();
    await head.page.getByRole('dialog').getByText('Họ và tên người bệnh').waitFor();
    await look(head.page, 'xin-xuat-co-ten');
    await head.page.getByLabel(/Kèm tên, giấy tờ/).uncheck();
    await head.page.getByLabel('Lý do xuất').fill('Đối chiếu sổ quý');
    await button(head.page, 'Gửi yêu cầu').click();
    await said(head.page, 'Đã gửi yêu cầu.');
    await head.open('/exports');
    await said(head.page, 'Đang chờ người khác đồng ý');
    await look(head.page, 'yeu-cau-cua-toi');
    await second.open('/');
    await second.page.getByRole('link', { name: /^Yêu cầu xuất .* đang chờ bạn quyết định$/ }).click();
    await said(second.page, 'Đối chiếu sổ quý');
    await look(second.page, 'yeu-cau-cho-toi');
    await button(second.page, 'Đồng ý').click();
    await second.page.getByRole('dialog').getByRole('button', { name: 'Đồng ý', exact: true }).click();
    await saidAfterCode(second.page, 'Đã ghi sự đồng ý của bạn.');
    await head.open('/');
    await head.page.getByRole('link', { name: /^Yêu cầu xuất .* của bạn đã được đồng ý/ }).click();
    await head.page.locator('article.wanted').waitFor();
    const [file] = await Promise.all([head.page.waitForEvent('download'), button(head.page, 'Tải tệp Excel').click()]);
    assert.equal(file.suggestedFilename(), 'ho-so-kham.xlsx');
    await button(head.page, 'Mở trang in').click();
    await said(head.page, 'Người đồng ý');
    assert.equal(await head.page.getByText('Bưởi').count(), 0, 'no name leaves with it');
    await look(head.page, 'in-danh-sach-nguoi');
    for (const who of [administrator, owner, officer, head, second]) await who.close();
  });
  await step('a person: asked in parts, required as the answers want it, never remembered by the browser or in a title', async () => {
    const { page, open } = desk;
    await open('/registers/reader/new');
    await page.locator('#f-name').fill('Nguyễn Thị Bưởi');
    await page.locator('#f-name-born').fill('2014');
    await page.locator('#f-born').fill('5/2014');
    assert.equal(await page.locator('#f-name').getAttribute('autocomplete'), 'off');
    await look(page, 'ban-doc-buoc-1');
    await button(page, 'Tiếp tục').click();
    await page.getByText('Trẻ em', { exact: true }).click();
    await page.locator('#f-guardian').waitFor();
    await look(page, 'ban-doc-buoc-2');
    await button(page, 'Ghi danh').click();
    await said(page, 'Chưa nhập: Người giám hộ.');
    await look(page, 'ban-doc-thieu-giam-ho');
  });
  await step('a spreadsheet is tried, mended and written, once', async () => {
    const { page, open } = librarian;
    await open('/registers/book');
    await page.getByRole('link', { name: 'Nhập từ tệp' }).click();
    await page.getByRole('heading', { level: 1, name: 'Nhập từ tệp' }).waitFor();
    const [sheet] = await Promise.all([page.waitForEvent('download'), button(page, 'Tải tệp mẫu').click()]);
    const template = readFileSync(await sheet.path());
    assert.equal(template.subarray(0, 2).toString(), 'PK', 'a workbook');
    await look(page, 'nhap-tep');
    const choose = (text) => page.locator('input[type=file]').setInputFiles({ name: 'sach.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    const heads = 'SỔ SÁCH NĂM 2026\n\nSTT,Tên sách,Ngôn ngữ,Ngày mua,Giá mua,Tình trạng\n';
    await choose(`${heads}1,Tắt đèn,tiếng Việt,31/02/2026,1.5,mới\n2,,tiếng Việt,1/2/2026,12.000,Cũ\n`);
    await page.getByRole('cell', { name: 'B5' }).or(page.getByRole('rowheader', { name: 'B5' })).first().waitFor();
    await said(page, 'Không đọc các cột, trang tính sau:');
    assert.equal(await button(page, 'Ghi vào sổ').count(), 0, 'with a fault nothing can be written');
    await look(page, 'nhap-tep-loi');
    await button(page, 'Chọn tệp khác').click();
    const good = `${heads}1,Tắt đèn,tiếng Việt,1/2/2026,15.000,cu\n2,Lều chõng,vi,3/2/2026,12000,Tốt\n3,Lều chõng,vi,3/2/2026,12000,Tốt\n`;
    await choose(good);
    await said(page, 'Tệp không có lỗi.');
    await said(page, 'Dòng này giống hệt một dòng khác');
    await look(page, 'nhap-tep-duoc');
    await button(page, 'Ghi vào sổ').click();
    await said(page, 'Đã mở 3 hồ sơ từ tệp.');
    await page.getByText('Tắt đèn').first().waitFor();
    await look(page, 'nhap-tep-xong');
    await open('/registers/book/import');
    await choose(good);
    await said(page, 'Đơn vị đã nhập các dòng này lúc');
    assert.equal(await button(page, 'Ghi vào sổ').count(), 0, 'nothing is written twice');
    await look(page, 'nhap-tep-da-nhap');
  });
  await step('a clinic: people of the commune are given its roles by two', async () => {
    const administrator = await person('quantri');
    const owner = await person('dulieu');
    const officer = await person('canbo.xa');
    const { items } = await administrator.call('GET', '/api/v1/accounts');
    const here = (await officer.call('GET', '/api/v1/me')).grants[0].organisation.id;
    for (const [login, role] of [['canbo.xa', 'nurse'], ['thuthu.xa', 'doctor'], ['quaydoc.xa', 'head_doctor'], ['phutrach.xa', 'head_doctor']]) {
      const account = items.find((one) => one.login === login).id;
      const asked = await administrator.call('POST', `/api/v1/accounts/${account}/grants`, { role, organisation_id: here, reason: 'cần cho công việc' });
      await owner.call('POST', `/api/v1/proposals/${asked.id}/confirm`);
    }
    await administrator.close();
    await owner.close();
    nurse = officer;
    head = desk;
    otherHead = await person('phutrach.xa');
    for (const [who, role] of [[nurse, 'nurse'], [librarian, 'doctor'], [head, 'head_doctor'], [otherHead, 'head_doctor']]) {
      const { grants } = await who.call('GET', '/api/v1/me');
      await who.call('POST', '/api/v1/me/acting', { grant_id: grants.find((one) => one.role === role).grant_id });
    }
  });
  await step('a patient is admitted, and found by name without accents', async () => {
    const { page, open } = nurse;
    const admit = async (name, phone) => {
      await open('/registers/visit_file/new?action=admit');
      await page.locator('#f-patient').fill(name);
      await page.locator('#f-phone').fill(phone);
      await page.locator('#f-sex').getByText('Nữ', { exact: true }).click();
      return page;
    };
    await admit('Vàng Thị Chim Sáo', '0912 000 111');
    await look(page, 'kham-nguoi-benh');
    await button(page, 'Tiếp tục').click();
    await page.locator('#f-visit_on').fill(await today(page));
    await look(page, 'kham-lan-kham');
    await button(page, 'Tiếp nhận').click();
    await page.waitForURL(/\/registers\/visit_file\/[0-9a-f]{32}/);
    file = new URL(page.url()).pathname;
    fileNumber = (await page.locator('h1').innerText()).trim();
    await look(page, 'kham-ho-so');
    await open('/registers/visit_file');
    await page.locator('#record-query').fill('sao chim vang');
    await page.getByRole('link', { name: fileNumber }).waitFor();
    await look(page, 'kham-tim-ten');
    await admit('Chim Sáo Vàng Thị', '0912 000 111');
    await said(page, 'Người này có thể đã có trong sổ');
    await page.getByRole('link', { name: fileNumber }).waitFor();
    await look(page, 'kham-co-the-trung');
    assert.doesNotMatch(decodeURIComponent(page.url()), /sao/, 'a name looked for stays out of the address');
  });
  await step('a colleague is made responsible by name, and says why she reads', async () => {
    const { page, open } = head;
    await open(file);
    await look(page, 'kham-muc-dich');
    await button(page, 'Thêm người, đơn vị').click();
    await page.locator('#assign-relation').selectOption('responsible');
    await page.locator('#assign-who').selectOption('person');
    await page.locator('#assign').getByRole('button', { name: 'Thêm người, đơn vị' }).click();
    await said(page, 'Hãy chọn một người trong danh sách.');
    const places = await page.locator('#assign .field label').allInnerTexts();
    assert.ok(places.findIndex((one) => one.includes('Người trong đơn vị')) < places.findIndex((one) => one.includes('Lý do')), 'who comes before why');
    await page.locator('#assign-person-responsible').fill('hat de');
    await page.getByRole('option', { name: /Lò Thị Hạt Dẻ/ }).waitFor();
    await look(page, 'kham-phan-cong');
    await page.getByRole('option', { name: /Lò Thị Hạt Dẻ/ }).click();
    await page.locator('#assign').getByRole('button', { name: 'Thêm người, đơn vị' }).click();
    await said(page, 'Đã ghi: Phụ trách.');
    await librarian.open('/registers/visit_file');
    await librarian.page.getByText('Vàng Thị Chim Sáo').first().waitFor();
    await look(librarian.page, 'kham-danh-sach-bac-si');
  });
  await step('a record is erased by two, and its certificate stays', async () => {
    const { page, open } = head;
    await open(file);
    await button(page, 'Đề nghị xóa').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Theo quyết định của').fill('Giám đốc phòng khám');
    await dialog.getByLabel('Căn cứ').fill('Quy chế phòng khám giả định, điều 15');
    await look(page, 'xoa-de-nghi');
    await dialog.getByRole('button', { name: 'Đề nghị xóa' }).click();
    await saidAfterCode(page, 'Đã gửi đề nghị xóa.');
    await page.getByRole('heading', { level: 1, name: 'Xóa hồ sơ' }).waitFor();
    assert.equal(await button(page, 'Xác nhận xóa').count(), 0, 'nobody confirms her own');
    assert.equal(await button(page, 'Rút đề nghị xóa').count(), 1, 'what she does is called what it is');
    await look(page, 'xoa-cho');
    await otherHead.open('/registers/visit_file');
    await otherHead.page.getByRole('link', { name: 'Xóa hồ sơ' }).click();
    await button(otherHead.page, 'Xác nhận xóa').click();
    await look(otherHead.page, 'xoa-xac-nhan');
    await otherHead.page.getByRole('dialog').getByRole('button', { name: 'Xác nhận xóa' }).click();
    await saidAfterCode(otherHead.page, `Đã xóa hồ sơ ${fileNumber}.`);
    await otherHead.page.getByText('Đã xóa, chờ ngày đổi khóa').waitFor();
    await look(otherHead.page, 'xoa-giay-xac-nhan');
    await nurse.open('/registers/visit_file');
    await nurse.page.locator('#record-query').fill('sao chim vang');
    await said(nurse.page, 'Không có hồ sơ nào khớp');
  });
} finally {
  await browser.close();
}
finish();
