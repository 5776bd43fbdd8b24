// An answer that is waited for.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import { useCommon } from '../settings.tsx';

export type Asked<Answer> = { answer: Answer | null; trouble: unknown };

// Asks again when one of `about` changes; an answer that comes too late is dropped.
export function useAsked<Answer>(ask: () => Promise<Answer>, about: unknown[]): Asked<Answer> {
  const [asked, setAsked] = useState<Asked<Answer>>({ answer: null, trouble: null });
  useEffect(() => {
    let isWanted = true;
    setAsked({ answer: null, trouble: null });
    ask().then(
      (answer) => isWanted && setAsked({ answer, trouble: null }),
      (trouble: unknown) => isWanted && setAsked({ answer: null, trouble }),
    );
    return () => {
      isWanted = false;
    };
  }, about);
  return asked;
}

export function Waiting({ trouble }: { trouble: unknown }) {
  const { words } = useCommon();
  if (trouble === null)
    return (
      <p class="quiet" role="status">
        {words.loading}
      </p>
    );
  const isForbidden =
    trouble instanceof Refused && (trouble.status === 401 || trouble.status === 403);
  return (
    <p class="trouble" role="alert">
      {isForbidden ? words.notAllowed : words.noAnswer}
    </p>
  );
}
