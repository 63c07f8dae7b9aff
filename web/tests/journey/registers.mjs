/// Registers in a real browser against a running server, in Vietnamese: a reader asks for a book, a librarian lends it,
/// prolongs it and corrects an entry; the list is filtered; two people change one record at once; what is due stands in
/// "Việc của tôi". Every page passes axe, fits a desk and a phone, keeps names out of titles and addresses.
///
///   BASE_URL=http://127.0.0.1:8080 NEOVE_SCREENSHOTS=/tmp/shots node tests/journey/registers.mjs
///
/// The server must hold a fresh demonstration store with the make-believe lending library.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { seriousFindings } from './axe.mjs';
import { startBrowser } from './browser.mjs';
import { windowsOf } from './people.mjs';

const baseUrl = process.env['BASE_URL'];
const pictures = process.env['NEOVE_SCREENSHOTS'] ?? '/tmp/neove-registers';
if (!baseUrl) {
  console.error('BASE_URL is missing');
  process.exit(1);
}
mkdirSync(pictures, { recursive: true });
const kDesk = { width: 1280, height: 860 };
const kPhone = { width: 360, height: 780 };
const browser = await startBrowser();
const failures = [];
const person = windowsOf(browser, baseUrl, failures, kDesk);
const kTitle = 'Dế Mèn phiêu lưu ký';
/// What must never stand in an address or a window's title.
const secrets = [kTitle, 'Bưởi', '0912'];

let count = 0;
async function check(page, name) {
  await page.evaluate(() => window.scrollTo(0, 0));
  for (const finding of await seriousFindings(page)) failures.push(`axe on ${name}: ${finding}`);
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
  if (isTooWide) failures.push(`${name} is wider than its window`);
  const isCut = await page.evaluate(() => [...document.querySelectorAll('.frame')].some((one) => one.scrollWidth > one.clientWidth + 1));
  if (isCut) failures.push(`${name}: a table is cut off`);
  const told = `${decodeURIComponent(page.url())} ${await page.title()}`;
  for (const secret of secrets) if (told.includes(secret)) failures.push(`${name}: "${secret}" in the address or the title`);
}
/// The page on a desk and on a phone.
async function look(page, name) {
  count += 1;
  const file = join(pictures, `${String(count).padStart(2, '0')}-${name}`);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(250);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: `${file}.png`, fullPage: true });
  await check(page, name);
  await page.setViewportSize(kPhone);
  await page.waitForTimeout(100);
  await page.screenshot({ path: `${file}-dien-thoai.png`, fullPage: true });
  await check(page, `${name}-dien-thoai`);
  await page.setViewportSize(kDesk);
}
async function step(name, work) {
  try {
    await work();
    console.log(`ok   ${name}`);
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
    console.log(`FAIL ${name}`);
    for (const context of browser.contexts()) {
      const page = context.pages()[0];
      await page?.screenshot({ path: join(pictures, `failed-${name.replaceAll(/\W+/g, '-')}.png`), fullPage: true }).catch(() => undefined);
    }
  }
}
const button = (page, name) => page.getByRole('button', { name, exact: true });
const said = (page, text) => page.getByText(text).first().waitFor();
/// Opens the panel of an action and waits until its form stands.
async function begin(page, action) {
  await button(page, action).click();
  await page.locator('.deed button[type=submit]').waitFor();
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
  await step('a record is opened', async () => {
    const { page } = desk;
    await button(page, 'Tiếp tục').click();
    await page.getByText('Người lớn', { exact: true }).click();
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
    address = new URL(page.url()).pathname;
    number = (await page.locator('h1').innerText()).trim();
    assert.match(number, /^ML-/);
    await said(page, /không hiển thị với vai trò của bạn/);
    assert.equal(await page.getByText('0912 345 678').count(), 0, 'what she may write and not read is not shown again');
    await look(page, 'ho-so-moi');
  });
  await step('a librarian lends it', async () => {
    const { page, open } = librarian;
    await open('/registers/loan');
    await page.getByRole('link', { name: number }).click();
    await page.getByRole('heading', { level: 1, name: number }).waitFor();
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
    await said(page, 'Hồ sơ vừa được người khác cập nhật');
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
    await said(page, 'công khai, nội bộ, không có tên, giấy tờ, điện thoại');
    await look(page, 'xuat-excel');
    const [file] = await Promise.all([page.waitForEvent('download'), button(page, 'Tải tệp Excel').click()]);
    assert.equal(file.suggestedFilename(), 'loan.xlsx');
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
    await page.getByRole('heading', { name: 'Thời hạn của tôi' }).waitFor();
    await look(page, 'viec-cua-toi-thu-thu');
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
    await page.locator('#f-publisher').fill('cau sen');
    await page.getByRole('option').first().click();
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
    book = (await page.locator('h1').innerText()).trim();
    await look(page, 'sach');
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
    await said(page, 'Chưa xác nhận được thời hạn');
    await look(page, 'da-tra');
  });
  await step('a body is kept away from the record, with a reason', async () => {
    const head = await person('truongthuvien');
    const { page } = head;
    await head.open(address);
    await button(page, 'Phân công').click();
    await page.locator('#assign-organisation').fill('cau sen');
    await page.locator('#assign-organisation-option-0').click();
    await page.locator('#assign-reason').fill('Người đọc đề nghị');
    await look(page, 'phan-cong');
    await page.locator('#assign').getByRole('button', { name: 'Phân công' }).click();
    await said(page, 'Đã phân công.');
    await page.getByRole('button', { name: /^Kết thúc phân công/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Có' }).click();
    await said(page, 'Đã kết thúc phân công.');
    await look(page, 'da-phan-cong');
    await head.close();
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
    await second.page.getByRole('link', { name: '1 yêu cầu xuất dữ liệu đang chờ bạn' }).click();
    await said(second.page, 'Đối chiếu sổ quý');
    await look(second.page, 'yeu-cau-cho-toi');
    await button(second.page, 'Đồng ý').click();
    await second.page.getByRole('dialog').getByRole('button', { name: 'Đồng ý', exact: true }).click();
    await said(second.page, 'Đã ghi sự đồng ý của bạn.');
    await head.open('/exports');
    const [file] = await Promise.all([head.page.waitForEvent('download'), button(head.page, 'Tải tệp Excel').click()]);
    assert.equal(file.suggestedFilename(), 'visit_file.xlsx');
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
} finally {
  await browser.close();
}
for (const failure of failures) console.error(`- ${failure}`);
console.log(failures.length === 0 ? `all seen, pictures in ${pictures}` : `${failures.length} failures`);
process.exit(failures.length === 0 ? 0 : 1);
