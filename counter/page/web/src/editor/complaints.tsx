// Every mistake and note, with its line.
// SPDX-License-Identifier: Apache-2.0
import { useCommon } from '../settings.tsx';
import type { CheckReply } from './check_reply.ts';
import type { TomlMistake } from './toml.ts';

interface ComplaintsProps {
  mistake: TomlMistake | null;
  checked: CheckReply | null;
  checking: 'idle' | 'asked' | 'failed' | 'forbidden';
  showLine: (line: number) => void;
}

export function Complaints({ mistake, checked, checking, showLine }: ComplaintsProps) {
  const { words } = useCommon();
  const complaints =
    mistake !== null
      ? [{ weight: 'mistake' as const, line: mistake.line, field: '', text: mistake.message }]
      : (checked?.complaints ?? []);
  const says =
    checking === 'failed'
      ? words.checkFailed
      : checking === 'forbidden'
        ? words.notAllowed
        : checked === null
          ? words.checking
          : complaints.some(({ weight }) => weight === 'mistake')
            ? ''
            : words.noMistakes;
  return (
    <section class="panel" aria-label={words.complaints}>
      <h2>{words.complaints}</h2>
      <div role="status">
        {says !== '' && <p class={says === words.noMistakes ? 'well' : 'quiet'}>{says}</p>}
        <ul>
          {complaints.map((complaint) => (
            <li class={`complaint ${complaint.weight}`}>
              <b>{words[complaint.weight]}</b>{' '}
              {complaint.line > 0 && (
                <button class="plain" onClick={() => showLine(complaint.line)}>
                  {words.line} {complaint.line}
                </button>
              )}{' '}
              {complaint.field !== '' && <code>{complaint.field}</code>} {complaint.text}
            </li>
          ))}
          {mistake === null &&
            checked?.missingOnSign.map(({ camera, keys }) => (
              <li class="complaint note">{words.signLacks(camera, keys.join(', '))}</li>
            ))}
        </ul>
      </div>
    </section>
  );
}
