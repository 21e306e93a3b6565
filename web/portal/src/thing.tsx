import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { text } from './locale';

// How often what is seen is read anew.
export const refreshEvery = 5_000;

interface Props<T> {
  /** Reads the thing; null where there is none. It is read anew whenever this is another function. */
  read(signal: AbortSignal): Promise<T | null>;
  title(thing: T): string;
  /** Is told what the thing is called. */
  named(title: string): void;
  /** Whether it is the one that is seen. */
  shown: boolean;
  children(thing: T, again: () => void): ComponentChildren;
}

/** One thing that is read by itself, and anew while it is seen. */
export function Thing<T>({ read, title, named, shown, children }: Props<T>) {
  const [thing, setThing] = useState<T | null>(null);
  const [state, setState] = useState<'loading' | 'ready' | 'missing' | 'failed'>('loading');
  const [tries, setTries] = useState(0);
  const current = useRef(new AbortController());
  const look = useCallback(
    (signal: AbortSignal, lost: () => void) =>
      read(signal).then(
        (found) => {
          if (signal.aborted) return;
          setThing(found);
          setState(found === null ? 'missing' : 'ready');
          if (found !== null) named(title(found));
        },
        () => signal.aborted || lost(),
      ),
    [read],
  );
  useEffect(() => {
    const controller = new AbortController();
    current.current = controller;
    setState('loading');
    void look(controller.signal, () => setState('failed'));
    return () => controller.abort();
  }, [look, tries]);
  // What is shown stays when it can't be read anew, and the next time may work.
  const again = useCallback(() => void look(current.current.signal, () => undefined), [look]);
  useEffect(() => {
    if (!shown) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && again(), refreshEvery);
    return () => clearInterval(timer);
  }, [again, shown]);

  switch (state) {
    case 'loading':
      return (
        <p class="summary muted" role="status">
          {text.loading}
        </p>
      );
    case 'missing':
      return <NotThere />;
    case 'failed':
      return (
        <div class="state" role="alert" data-test="one-failed">
          <p>{text.loadFailed}</p>
          <button class="button quiet" type="button" onClick={() => setTries((n) => n + 1)}>
            {text.tryAgain}
          </button>
        </div>
      );
    case 'ready':
      return <div data-test="one">{children(thing!, again)}</div>;
  }
}

/** What stands where a link leads to nothing that is there. */
export function NotThere() {
  return (
    <div class="state" data-test="not-there">
      <p>{text.notThere}</p>
    </div>
  );
}
