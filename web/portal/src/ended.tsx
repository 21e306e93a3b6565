import { useEffect, useRef } from 'preact/hooks';
import { text } from './locale';

interface Props {
  refreshUrl: string | null;
  /** A link that never opened here has not ended: it just opens nothing. */
  dead: boolean;
}

/** What stands in the portal's place once there is nothing more to see, with the way on. */
export function Ended({ refreshUrl, dead }: Props) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = dead ? text.linkDead : text.sessionEnded;
    title.current?.focus();
  }, [dead]);
  return (
    <div class="single">
      <main class="card" data-test={dead ? 'dead' : 'ended'}>
        <h1 ref={title} tabIndex={-1}>
          {dead ? text.linkDead : text.sessionEnded}
        </h1>
        <p>{dead ? text.linkDeadWhy : text.sessionEndedWhy}</p>
        {refreshUrl ? (
          <p>
            <a class="button wide" href={refreshUrl} target="_top" data-test="refresh">
              {text.getNewLink}
            </a>
          </p>
        ) : (
          <p>{dead ? text.askForNewLink : text.openLinkAgain}</p>
        )}
      </main>
    </div>
  );
}
