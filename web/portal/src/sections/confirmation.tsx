import { useEffect, useRef, useState } from 'preact/hooks';
import { fill, plural, text } from '../locale';
import { useOpening } from '../opening';

/** Something that the customer is to confirm. */
export interface Asking {
  title: string;
  body: string;
  confirm: string;
  cancel: string;
  answer(sure: boolean): void;
}

/** Asks before devices get their first place, in the words of the link, where it wants that; else nothing is asked. */
export function useConfirmation(): { asking: Asking | null; confirm(count: number): Promise<boolean> } {
  const words = useOpening().features.manage.deviceManagementConfirmation;
  const [asking, setAsking] = useState<Asking | null>(null);
  const confirm = (count: number) => {
    if (words === null) return Promise.resolve(true);
    return new Promise<boolean>((resolve) =>
      setAsking({
        title: words.title ?? text.manageTitle,
        body: words.body === null ? fill(text.manageBody, { devices: plural(text.counts.devices, count) }) : fill(words.body, { count }),
        confirm: words.confirmButtonLabel ?? text.manageConfirm,
        cancel: words.cancelButtonLabel ?? text.cancel,
        answer: (sure) => {
          setAsking(null);
          resolve(sure);
        },
      }),
    );
  };
  return { asking, confirm };
}

/** The dialog of what is asked. */
export function Confirmation({ asking }: { asking: Asking | null }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = asking !== null;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog class="picker" ref={dialog} aria-labelledby="confirmation-title" data-test="confirmation" onClose={() => asking?.answer(false)}>
      {asking && (
        <>
          <h2 id="confirmation-title">{asking.title}</h2>
          <p class="confirmation-body">{asking.body}</p>
          <div class="choice-bar">
            <button class="button" type="button" data-test="confirm" onClick={() => asking.answer(true)}>
              {asking.confirm}
            </button>
            <button class="button quiet" type="button" data-test="confirm-cancel" onClick={() => asking.answer(false)}>
              {asking.cancel}
            </button>
          </div>
        </>
      )}
    </dialog>
  );
}
