// How old what is shown is: a word in the header, and a bar that nobody overlooks when it is lost.
// SPDX-License-Identifier: Apache-2.0
import { age } from './format.ts';
import { useCommon, useTick } from './settings.tsx';

const lateMs = 45_000; // three windows of the usual 15 s

export function Connection({ isCompact = false }: { isCompact?: boolean }) {
  const { words, live, link } = useCommon();
  useTick(1000);
  const oldMs = live.newestMs === null ? null : Date.now() + link.serverAheadMs - live.newestMs;
  const isWell = link.isOpen && live.connected;
  if (isCompact) {
    const isLate = !isWell || (oldMs !== null && oldMs > lateMs);
    return (
      <span
        class={`connection ${isLate ? 'late' : ''}`}
        title={isWell ? undefined : words.connectionLost}
      >
        <span class="lamp" aria-hidden="true">
          {isLate ? '!' : ''}
        </span>
        {oldMs === null ? words.noData : words.dataOld(age(oldMs))}
      </span>
    );
  }
  return (
    <div role="status" class="connection-bar-place">
      {!isWell && (
        <p class="connection-bar">
          <strong aria-hidden="true">!</strong>{' '}
          {oldMs === null
            ? words.lostEmpty
            : link.isOpen
              ? words.edgeGone(age(oldMs))
              : words.lostSince(age(oldMs))}
        </p>
      )}
    </div>
  );
}
