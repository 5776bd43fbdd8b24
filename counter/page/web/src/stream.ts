// The live stream: opened, watched over, and opened again when it falls silent.
// SPDX-License-Identifier: Apache-2.0
import { msOfNs, object, readWatchReply, type WatchReply } from './contract.ts';

const silenceMs = 12_000; // the server says something each 5 s
const longestPauseMs = 10_000;

export interface StreamEvents {
  // `isWhole`: the first reply of the site on this connection.
  reply(reply: WatchReply, isWhole: boolean): void;
  // The server's clock.
  beat(serverMs: number): void;
  open(): void;
  lost(): void;
}

// All of one site, and the alarms of the others, until the function that it returns is called.
export function follow(site: string, events: StreamEvents): () => void {
  let source: EventSource | null = null;
  let timer = 0;
  let pauseMs = 500;
  let isOver = false;

  const wait = (ms: number, then: () => void): void => {
    clearTimeout(timer);
    timer = window.setTimeout(then, ms);
  };
  const expectMore = (): void => wait(silenceMs, reopen);

  function reopen(): void {
    source?.close();
    if (isOver) return;
    events.lost();
    wait(pauseMs, open);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }

  function open(): void {
    const whole = new Set<string>();
    const opened = new EventSource(
      `api/v1/watch?${new URLSearchParams({ site, others: 'alarms' })}`,
    );
    source = opened;
    expectMore();
    opened.onopen = () => {
      pauseMs = 500;
      expectMore();
      events.open();
    };
    opened.onerror = reopen;
    opened.onmessage = (message) => {
      expectMore();
      const reply = readWatchReply(JSON.parse(message.data));
      events.reply(reply, !whole.has(reply.site));
      whole.add(reply.site);
    };
    opened.addEventListener('beat', (message) => {
      expectMore();
      events.beat(msOfNs(object(JSON.parse(message.data)).nowNs));
    });
  }

  open();
  return () => {
    isOver = true;
    clearTimeout(timer);
    source?.close();
  };
}
