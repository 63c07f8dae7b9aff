/// Puts words on the clipboard. A browser gives none to a page that came over plain HTTP, or when somebody forbade it: false.
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
