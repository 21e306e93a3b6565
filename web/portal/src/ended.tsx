import { useEffect, useRef } from 'preact/hooks';

interface Props {
  refreshUrl: string | null;
  /** A link that never opened here has not ended: it just opens nothing. */
  dead: boolean;
}

/** What stands in the portal's place once there is nothing more to see, with the way on. */
export function Ended({ refreshUrl, dead }: Props) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = dead ? 'This link no longer opens' : 'Your session has ended';
    title.current?.focus();
  }, [dead]);
  return (
    <div class="single">
      <main class="card" data-test={dead ? 'dead' : 'ended'}>
        <h1 ref={title} tabIndex={-1}>
          {dead ? 'This link no longer opens' : 'Your session has ended'}
        </h1>
        <p>{dead ? 'It may have expired, been used up, or been replaced by a newer one.' : 'For your safety a portal doesn’t stay open for good.'}</p>
        {refreshUrl ? (
          <p>
            <a class="button wide" href={refreshUrl} target="_top" data-test="refresh">
              Get a new link
            </a>
          </p>
        ) : (
          <p>{dead ? 'Please ask whoever sent it to you for a new one.' : 'Open your link again to go on.'}</p>
        )}
      </main>
    </div>
  );
}
