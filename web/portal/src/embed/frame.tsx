import { render } from 'preact';
import { App } from '../app';
import { ApiError } from '../api';
import type { EmbeddedBoot } from '../boot';
import { Ended } from '../ended';
import { text } from '../locale';
import type { OpeningFragment } from '../operations/generated';
import { FrameSession, isDeadLink } from '../session';
import { Parent } from './parent';

/** Opens the link of a framed page without a click, and keeps the framing page told. */
export function startEmbedded(root: HTMLElement, boot: EmbeddedBoot): void {
  const parent = new Parent(boot.origins);
  const tellHeight = () => parent.tell({ type: 'height', height: Math.ceil(root.getBoundingClientRect().height) });
  new ResizeObserver(tellHeight).observe(root);
  const refreshUrl = boot.refreshUrl ?? null;
  const dead = () => {
    render(<Ended refreshUrl={refreshUrl} dead />, root);
    parent.tell({ type: 'expired', refreshUrl });
  };
  if (boot.dead) {
    dead();
    return;
  }
  const session = new FrameSession(boot);
  const begin = () => {
    session.begin().then(show, (error: unknown) => {
      if (isDeadLink(error)) dead();
      else failed(error);
    });
  };
  const show = (opening: OpeningFragment) => {
    root.replaceChildren();
    render(
      <App
        session={session}
        opening={opening}
        form={null}
        stale={false}
        ahead={Date.parse(boot.now) - Date.now()}
        onExpiring={(expiresAt) => parent.tell({ type: 'expiring', expiresAt })}
        onExpired={(url) => parent.tell({ type: 'expired', refreshUrl: url ?? refreshUrl })}
      />,
      root,
    );
    parent.tell({ type: 'ready' });
  };
  const failed = (error: unknown) => {
    // What the framing page is told is for its developers.
    const [code, message] = error instanceof ApiError ? [error.code, error.message] : ['INTERNAL', 'The portal could not be opened.'];
    parent.tell({ type: 'error', code, message });
    render(
      <main id="main" class="content">
        <div class="state" role="alert" data-test="open-failed">
          <p>{text.openFailed}</p>
          <button class="button quiet" type="button" onClick={begin}>
            {text.tryAgain}
          </button>
        </div>
      </main>,
      root,
    );
  };
  begin();
}
