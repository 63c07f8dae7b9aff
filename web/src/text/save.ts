import { fold } from './fold';

/// Hands a file that was fetched to the browser's own way of saving.
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/// A label as the name of a file that any computer keeps as it is: `Nhiệm vụ được giao` → `nhiem-vu-duoc-giao`.
export function stemOf(label: string): string {
  const stem = fold(label).replace(/[^a-z0-9]+/g, '-').replace(/^-+/, '').slice(0, 60).replace(/-+$/, '');
  return stem || 'bang';
}
