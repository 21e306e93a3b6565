import { isMarked, mark, type FromPortal, type Hello } from './messages';

// A site that may not frame the portal gets nothing but silence from its browser.
const patience = 20_000;

/**
 * <portico-portal src="https://…/p/pl_…"> shows a portal as part of the page and is as high
 * as its content. It dispatches ready, expiring, expired and error; detail says more.
 */
class PorticoPortal extends HTMLElement {
  static observedAttributes = ['src', 'title'];

  private frame: HTMLIFrameElement | null = null;
  private origin = '';
  private started = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    this.started = true;
    addEventListener('message', this.receive);
    this.load();
  }

  disconnectedCallback(): void {
    this.started = false;
    removeEventListener('message', this.receive);
    this.unload();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    // What stands there from the beginning is for connectedCallback.
    if (!this.started || before === now) return;
    if (name === 'src') this.load();
    else if (this.frame) this.frame.title = this.frameTitle;
  }

  private get frameTitle(): string {
    return this.getAttribute('title') ?? 'Portal';
  }

  private load(): void {
    this.unload();
    const src = this.getAttribute('src');
    if (src === null || src === '') return;
    let address: URL;
    try {
      address = new URL(src, document.baseURI);
    } catch {
      address = new URL('about:invalid');
    }
    if (!/^https?:$/.test(address.protocol) || !address.pathname.includes('/p/')) {
      this.report('error', { code: 'BAD_SRC', message: 'src has to be the url of a magic link.' });
      return;
    }
    this.origin = address.origin;
    this.frame = this.newFrame(address.href);
    (this.shadowRoot ?? this.attachShadow({ mode: 'open' })).replaceChildren(this.frame);
    this.timer = setTimeout(() => {
      this.report('error', { code: 'TIMEOUT', message: 'The portal does not answer. Is this site among the embedOrigins of the link or its workspace?' });
    }, patience);
  }

  private newFrame(src: string): HTMLIFrameElement {
    const frame = document.createElement('iframe');
    frame.title = this.frameTitle;
    frame.allow = 'clipboard-write';
    frame.referrerPolicy = 'no-referrer';
    // By properties, which no policy of the page's about styles forbids.
    Object.assign(frame.style, { display: 'block', width: '100%', height: '20rem', border: '0' });
    if (!this.style.display) this.style.display = 'block';
    frame.addEventListener('load', () => {
      const hello: Hello = { type: 'hello' };
      frame.contentWindow?.postMessage(mark(hello), this.origin);
    });
    frame.src = src;
    return frame;
  }

  private unload(): void {
    clearTimeout(this.timer);
    this.shadowRoot?.replaceChildren();
    this.frame = null;
  }

  private receive = ({ data, origin, source }: MessageEvent): void => {
    if (this.frame === null || source !== this.frame.contentWindow || origin !== this.origin || !isMarked(data)) return;
    clearTimeout(this.timer);
    const message = data as unknown as FromPortal;
    switch (message.type) {
      case 'height':
        this.frame.style.height = `${Math.max(0, Math.min(Number(message.height) || 0, 100_000))}px`;
        break;
      case 'ready':
        this.report('ready', {});
        break;
      case 'expiring':
        this.report('expiring', { expiresAt: message.expiresAt });
        break;
      case 'expired':
        this.report('expired', { refreshUrl: message.refreshUrl });
        break;
      case 'error':
        this.report('error', { code: message.code, message: message.message });
        break;
    }
  };

  private report(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

if (!customElements.get('portico-portal')) customElements.define('portico-portal', PorticoPortal);
