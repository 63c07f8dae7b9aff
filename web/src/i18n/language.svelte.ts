/// The language on screen. The choice is the only thing this program ever keeps in the browser.
import vi, { type Messages } from './vi';

export type LanguageCode = 'vi' | 'en';

const kStorageName = 'neove.language';

class Language {
  code = $state<LanguageCode>('vi');
  t = $state.raw<Messages>(vi);

  /// Loads the words of the remembered language; call once before the first page is drawn.
  async start(): Promise<void> {
    let kept: string | null = null;
    try {
      kept = localStorage.getItem(kStorageName);
    } catch {
      // Storage may be forbidden on a shared computer; Vietnamese then.
    }
    if (kept === 'en') await this.show('en');
  }

  private async show(code: LanguageCode): Promise<void> {
    // English is a file of its own: most people never load it.
    this.t = code === 'en' ? (await import('./en')).default : vi;
    this.code = code;
    document.documentElement.lang = code;
  }

  async choose(code: LanguageCode): Promise<void> {
    await this.show(code);
    try {
      localStorage.setItem(kStorageName, code);
    } catch {
      // The choice then lasts until the page is closed.
    }
  }
}

export const language = new Language();
