import './main.css';
import { render } from 'preact';
import { App } from './app';
import { readBoot, type PortalBoot } from './boot';
import { startEmbedded } from './embed/frame';
import { CookieSession } from './session';
import { rememberZone, zone } from './time';

const boot = readBoot();
const root = document.getElementById('app')!;

if (boot.mode === 'embedded') startEmbedded(root, boot);
else startPortal(boot);

/** Takes over the page of a session that the browser's cookie holds. */
function startPortal({ first, form, zone: madeFor, now }: PortalBoot): void {
  rememberZone();
  // The first view covers every zone's days where the zone wasn't known.
  const stale = madeFor !== '' && madeFor !== zone;
  render(<App session={new CookieSession()} opening={first.portal} form={form} stale={stale} ahead={Date.parse(now) - Date.now()} />, root);
}
