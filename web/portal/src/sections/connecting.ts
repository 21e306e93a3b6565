import { useEffect, useRef, useState } from 'preact/hooks';
import { fill, text } from '../locale';
import { AuthorizationDocument, ConnectDocument } from '../operations/generated';
import type { Session } from '../session';
import { connectionFailures } from '../words';

/** An account on its way to be connected. */
export interface Connecting {
  busy: boolean;
  /** Where it is to be connected. */
  provider: string;
  /** The address to follow where the browser lets no window open; null where one is, or none has to. */
  blocked: string | null;
  /** Why the last one was not connected; empty where it was. */
  failed: string;
  begin(provider: { id: string; name: string }, account?: string): void;
  stop(): void;
}

const lookEvery = 1_000;
const popupFeatures = 'popup,width=560,height=720';

const idle = { busy: false, provider: '', blocked: null, failed: '' };

/** Leads to the provider: the whole page, or from a frame a window of its own, of which it is asked until it is decided. */
export function useConnecting(session: Session, embedded: boolean, connected: (text: string) => void): Connecting {
  const [state, setState] = useState<Omit<Connecting, 'begin' | 'stop'>>(idle);
  const waiting = useRef<AbortController | null>(null);
  useEffect(() => () => waiting.current?.abort(), []);

  const begin = async ({ id, name }: { id: string; name: string }, account?: string) => {
    waiting.current?.abort();
    const controller = new AbortController();
    waiting.current = controller;
    // In the click itself: later the browser would block it.
    const popup = embedded ? open('', '_blank', popupFeatures) : null;
    setState({ ...idle, busy: true, provider: name });
    try {
      const { url, authorization } = (await session.query(ConnectDocument, { providerId: id, accountId: account ?? null }, controller.signal)).connectAccount;
      if (!embedded) {
        location.assign(url);
        return;
      }
      if (popup) popup.location.href = url;
      else setState({ ...idle, busy: true, provider: name, blocked: url });
      const failure = await decided(session, authorization.id, controller.signal);
      if (controller.signal.aborted) return;
      setState({ ...idle, failed: failure === null ? '' : failure });
      if (failure === null) connected(fill(text.connected, { provider: name }));
    } catch {
      if (controller.signal.aborted) return;
      popup?.close();
      setState({ ...idle, failed: fill(text.notConnected, { provider: name }) });
    }
  };
  const stop = () => {
    waiting.current?.abort();
    setState(idle);
  };
  return { ...state, begin, stop };
}

/** Waits until an authorization is decided, and says why it brought no account; null where it did. */
async function decided(session: Session, id: string, signal: AbortSignal): Promise<string | null> {
  for (;;) {
    await new Promise((then) => setTimeout(then, lookEvery));
    if (signal.aborted) return null;
    const found = await session.query(AuthorizationDocument, { id }, signal).then(
      ({ accountAuthorization }) => accountAuthorization ?? { status: 'FAILED' as const, failure: null },
      () => null, // the server can't be reached just now
    );
    if (found?.status === 'CONNECTED') return null;
    if (found?.status === 'FAILED') return found.failure === null ? text.tookTooLong : connectionFailures[found.failure];
  }
}
