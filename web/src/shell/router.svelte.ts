/// Where the person is. Links stay ordinary `<a href>`; a click on one of ours changes the page without a reload.
import { matchRoute, type Route } from './routes';

class Router {
  route = $state<Route>(matchRoute('/'));
  query = $state(new URLSearchParams());
  /// Counts page changes, so that the shell can move the focus to the new heading.
  visits = $state(0);
  /// A page with unsaved words may ask before it is left; returns false to stay.
  leaving: (() => boolean) | null = null;
  private shown = '';

  start(): void {
    this.read();
    window.addEventListener('popstate', () => {
      if (location.pathname === this.shown) {
        this.query = new URLSearchParams(location.search);
        return;
      }
      if (!this.mayLeave()) {
        history.pushState(null, '', this.shown);
        return;
      }
      this.read();
    });
    document.addEventListener('click', (event) => this.follow(event));
    window.addEventListener('beforeunload', (event) => {
      if (this.leaving) event.preventDefault();
    });
  }

  private mayLeave(): boolean {
    if (this.leaving && !this.leaving()) return false;
    this.leaving = null;
    return true;
  }

  private read(): void {
    this.shown = location.pathname;
    this.route = matchRoute(location.pathname);
    this.query = new URLSearchParams(location.search);
    this.visits += 1;
  }

  private follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a');
    const href = link?.getAttribute('href');
    if (!link || !href || !href.startsWith('/') || href.startsWith('/api/')) return;
    if (link.target || link.hasAttribute('download')) return;
    event.preventDefault();
    this.go(href);
  }

  go(href: string): void {
    if (!this.mayLeave()) return;
    history.pushState(null, '', href);
    this.read();
    window.scrollTo(0, 0);
  }

  /// Changes the filters of the present page without leaving it and without a new entry in the history.
  refine(changes: Record<string, string | null>): void {
    const next = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const text = next.toString();
    history.replaceState(null, '', text ? `${location.pathname}?${text}` : location.pathname);
    this.query = next;
  }
}

export const router = new Router();
