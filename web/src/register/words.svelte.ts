/// The words of the register pages in the language on screen. They come with the pages, not with the front door.
import { language, type LanguageCode } from '../i18n/language.svelte';
import vi, { type RegisterMessages } from './words.vi';

class Words {
  private english = $state.raw<RegisterMessages | null>(null);
  t = $derived<RegisterMessages>(language.code === 'en' ? (this.english ?? vi) : vi);

  /// Before a page is drawn in that language.
  async load(code: LanguageCode): Promise<void> {
    if (code === 'en' && !this.english) this.english = (await import('./words.en')).default;
  }
}

export const words = new Words();
