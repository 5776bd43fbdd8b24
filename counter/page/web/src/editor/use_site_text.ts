// The text of the site file with its undo, what it says, and what `throng check` says of it.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { check, Refused } from '../api.ts';
import { readCheckReply, type CheckReply } from './check_reply.ts';
import { newFile } from './new_file.ts';
import { readSiteFile, type SiteFile } from './site_file.ts';
import { TomlMistake } from './toml.ts';

const quietMs = 300; // without a change, before the server is asked
const mostUndo = 200;

const keptAs = 'site-file';

// Until the tab is closed, a look at another view does not cost the work.
function keptText(): string {
  try {
    return sessionStorage.getItem(keptAs) ?? newFile;
  } catch {
    return newFile; // a browser that keeps nothing
  }
}

function keep(text: string): void {
  try {
    sessionStorage.setItem(keptAs, text);
  } catch {
    // Then it is there as long as this view.
  }
}

export function useSiteText() {
  const [past, setPast] = useState(() => [keptText()]);
  const [at, setAt] = useState(0);
  const [checked, setChecked] = useState<CheckReply | null>(null);
  const [checking, setChecking] = useState<'idle' | 'asked' | 'failed' | 'forbidden'>('idle');
  const text = past[at]!;
  // The last text that could be read: the picture keeps it while somebody types.
  const readable = useRef<SiteFile | null>(null);
  const { site, mistake } = useMemo((): { site: SiteFile; mistake: TomlMistake | null } => {
    try {
      const read = readSiteFile(text);
      readable.current = read;
      return { site: read, mistake: null };
    } catch (error) {
      if (!(error instanceof TomlMistake)) throw error;
      return { site: readable.current ?? readSiteFile(newFile), mistake: error };
    }
  }, [text]);
  useEffect(() => keep(text), [text]);
  useEffect(() => {
    if (mistake !== null) return undefined;
    let isWanted = true;
    const timer = setTimeout(() => {
      setChecking('asked');
      check(text).then(
        (reply) => {
          if (!isWanted) return;
          setChecked(readCheckReply(reply));
          setChecking('idle');
        },
        (error: unknown) =>
          isWanted &&
          setChecking(error instanceof Refused && error.status === 403 ? 'forbidden' : 'failed'),
      );
    }, quietMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [text, mistake]);
  const write = (next: string): void => {
    if (next === text) return;
    const kept = [...past.slice(0, at + 1), next].slice(-mostUndo);
    setPast(kept);
    setAt(kept.length - 1);
  };
  return {
    text,
    site,
    mistake,
    checked,
    checking,
    write,
    undo: at > 0 ? () => setAt(at - 1) : null,
    redo: at + 1 < past.length ? () => setAt(at + 1) : null,
  };
}
