import { ApiError, send, type Sender } from './api';
import { agendaWindow } from './agenda';
import type { EmbeddedBoot } from './boot';
import { FirstDocument, OpenDocument, type OpeningFragment, type TypedDocumentString } from './operations/generated';

/** Sends operations in the name of the portal's session, until it ends. */
export interface Session {
  query<R, V>(document: TypedDocumentString<R, V>, variables: V, signal?: AbortSignal): Promise<R>;
  /** Is told once, when the session has ended for good. */
  onEnd: () => void;
  /** Tries to go on when the session's time is over; false where it can't. */
  renew(): Promise<OpeningFragment | null>;
}

/** The session of the browser's cookie, which only the server sees. */
export class CookieSession implements Session {
  onEnd = () => {};

  async query<R, V>(document: TypedDocumentString<R, V>, variables: V, signal?: AbortSignal): Promise<R> {
    try {
      return await send(document, variables, 'cookie', signal);
    } catch (error) {
      if (isUnauthenticated(error)) this.onEnd();
      throw error;
    }
  }

  renew = async () => null;
}

/**
 * The session of an embedded portal. Third-party cookies are blocked, so the frame keeps its
 * token itself: a reload goes on with it, and when it is refused the link is redeemed anew.
 */
export class FrameSession implements Session {
  onEnd = () => {};
  private bearer: string | null;
  private readonly key: string;

  constructor(boot: EmbeddedBoot) {
    this.key = `portico:${boot.store}`;
    this.bearer = storage((s) => s.getItem(this.key)) ?? null;
  }

  private get sender(): Sender {
    return this.bearer === null ? 'anyone' : { bearer: this.bearer };
  }

  /** Goes on with the session that the frame has, or opens the link. */
  async begin(): Promise<OpeningFragment> {
    if (this.bearer !== null) {
      try {
        return (await send(FirstDocument, agendaWindow(), this.sender)).portal;
      } catch (error) {
        if (!isUnauthenticated(error)) throw error;
      }
    }
    return this.open();
  }

  async query<R, V>(document: TypedDocumentString<R, V>, variables: V, signal?: AbortSignal): Promise<R> {
    const used = this.bearer;
    try {
      return await send(document, variables, this.sender, signal);
    } catch (error) {
      if (!isUnauthenticated(error)) throw error;
    }
    // Another request may have been refused earlier, and have renewed since.
    if (this.bearer !== null && this.bearer !== used) return send(document, variables, this.sender, signal);
    if ((await this.renew()) === null) throw new ApiError('UNAUTHENTICATED', 'The session has ended.');
    return send(document, variables, this.sender, signal);
  }

  async renew(): Promise<OpeningFragment | null> {
    try {
      return await this.open();
    } catch (error) {
      if (!isDeadLink(error)) throw error;
      this.onEnd();
      return null;
    }
  }

  private opening: Promise<OpeningFragment> | null = null;

  /** Redeems the link once, however many requests were refused at the same time. */
  private open(): Promise<OpeningFragment> {
    this.opening ??= this.redeem().finally(() => (this.opening = null));
    return this.opening;
  }

  private async redeem(): Promise<OpeningFragment> {
    this.bearer = null;
    storage((s) => s.removeItem(this.key));
    const token = location.pathname.split('/').pop() ?? '';
    const { session, portal } = (await send(OpenDocument, { token, ...agendaWindow() }, 'anyone')).redeemMagicLink;
    this.bearer = session.token;
    storage((s) => s.setItem(this.key, session.token ?? ''));
    return portal;
  }
}

export function isDeadLink(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'MAGIC_LINK_INVALID';
}

function isUnauthenticated(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'UNAUTHENTICATED';
}

/** Uses the frame's storage; a browser that forbids it to frames just forgets at a reload. */
function storage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
