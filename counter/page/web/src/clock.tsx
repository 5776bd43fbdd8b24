// The time of day of the site, by the server's clock.
// SPDX-License-Identifier: Apache-2.0
import { time } from './format.ts';
import { useCommon, useTick } from './settings.tsx';

export function Clock() {
  const { language, timeZone, link } = useCommon();
  useTick(1000);
  return (
    <time class="clock">{time(Date.now() + link.serverAheadMs, 'time', language, timeZone)}</time>
  );
}
