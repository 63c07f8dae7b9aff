/// Words of the letterhead, in both languages: they come with their panel, not with the front door.
import { language } from '../i18n/language.svelte';

const vi = {
  title: 'Thể thức văn bản',
  lead: 'Phần này in trên kế hoạch, công văn soạn từ hệ thống. Ô để trống lấy theo danh mục cơ quan, đơn vị.',
  above: 'Cơ quan chủ quản (dòng trên)',
  own: 'Tên đơn vị ban hành (dòng dưới)',
  place: 'Địa danh',
  placeHint: 'Ghi trước ngày, tháng, năm.',
  symbol: 'Ký hiệu',
  symbolHint: 'Ví dụ UBND-VX: công văn ghi /UBND-VX, kế hoạch ghi /KH-UBND.',
  signatures: 'Thẩm quyền ký',
  signaturesHint: 'Mỗi dòng một phần, ví dụ TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH. Giữa hai cách ký để một dòng trống.',
  recipients: 'Nơi nhận thường dùng',
  recipientsHint: 'Mỗi dòng một nơi. “Lưu: VT” được ghi tự động.',
  edit: 'Sửa thể thức',
  saved: 'Đã lưu thể thức văn bản.',
  unset: 'Lấy theo danh mục',
  seen: 'Đầu văn bản sẽ in',
  seenNumber: 'Số: …',
};
const en: typeof vi = {
  title: 'Letterhead',
  lead: 'Printed on plans and letters drafted here. What is empty follows from the list of bodies.',
  above: 'Body above (upper line)',
  own: 'Issuing body (lower line)',
  place: 'Place',
  placeHint: 'Stands before the day.',
  symbol: 'Symbol',
  symbolHint: 'UBND-VX, for instance: letters get /UBND-VX, plans /KH-UBND.',
  signatures: 'Who signs how',
  signaturesHint: 'One part a line. An empty line between two ways of signing.',
  recipients: 'Usual recipients',
  recipientsHint: 'One a line. The office copy is added by itself.',
  edit: 'Change the letterhead',
  saved: 'The letterhead was saved.',
  unset: 'From the list of bodies',
  seen: 'The head as it will be printed',
  seenNumber: 'Number: …',
};
export const wordsNow = (): typeof vi => (language.code === 'en' ? en : vi);
