import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { plural, text as words } from '../locale';
import { PlacesDocument, type PlacesQuery } from '../operations/generated';
import { useList, useRested, type Load } from '../pages';
import { Results, Search } from '../parts';
import type { Session } from '../session';
import { spaceKinds } from '../words';
import type { Choosing } from './places';

type Place = PlacesQuery['portal']['customer']['list']['nodes'][number];

/** Asks for the place that devices are to be put into. */
export function PlacePicker({ session, choosing }: { session: Session; choosing: Choosing | null }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = choosing !== null;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog class="picker" ref={dialog} aria-labelledby="picker-title" data-test="picker" onClose={() => choosing?.cancel()}>
      {choosing && <Picking session={session} choosing={choosing} />}
    </dialog>
  );
}

function Picking({ session, choosing }: { session: Session; choosing: Choosing }) {
  const [text, setText] = useState('');
  const namePrefix = useRested(text.trim());
  const load: Load<Place> = useCallback(
    async (place, signal) => {
      const filter = namePrefix ? { namePrefix } : {};
      return (await session.query(PlacesDocument, { filter, first: 50, kinds: false, ...(place.after && { after: place.after }) }, signal)).portal.customer.list;
    },
    [session, namePrefix],
  );
  const list = useList(load);
  return (
    <>
      <div class="picker-head">
        <h2 id="picker-title">{plural(words.whereToPut, choosing.count)}</h2>
        <button class="button small quiet" type="button" data-test="picker-cancel" onClick={choosing.cancel}>
          {words.cancel}
        </button>
      </div>
      <Search autofocus label={words.searchPlace} value={text} change={setText} test="picker" />
      <Results
        list={list}
        noun="places"
        test="picker"
        id={(place) => place.id}
        row={(place) => (
          <button class="pick" type="button" data-test="pick" data-name={place.name} onClick={() => choosing.pick(place)}>
            <bdi>{place.name}</bdi> <span class="fine">{spaceKinds[place.kind]}</span>
          </button>
        )}
        empty={<p>{words.noMatch.places}</p>}
      />
    </>
  );
}
