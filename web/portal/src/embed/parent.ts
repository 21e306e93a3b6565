import { isMarked, mark, type FromPortal } from './messages';

/**
 * Tells the framing page what happens, at its exact origin and only if that may frame the
 * portal. Browsers that don't say who frames a page learn it from the page's hello.
 */
export class Parent {
  private origin: string | null = null;
  private waiting: FromPortal[] = [];

  constructor(private readonly allowed: readonly string[]) {
    // Safari and Chromium know; Firefox has no such list.
    this.take((location as { ancestorOrigins?: DOMStringList }).ancestorOrigins?.[0]);
    addEventListener('message', ({ data, origin, source }) => {
      if (source === window.parent && isMarked(data) && data.type === 'hello') this.take(origin);
    });
  }

  tell(message: FromPortal): void {
    if (this.origin === null) this.waiting.push(message);
    else window.parent.postMessage(mark(message), this.origin);
  }

  private take(origin: string | undefined): void {
    if (this.origin !== null || origin === undefined || !this.allowed.includes(origin)) return;
    this.origin = origin;
    for (const message of this.waiting.splice(0)) this.tell(message);
  }
}
