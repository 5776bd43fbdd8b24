// The text of the site file with its undo, what it says, and what `throng check` says of it.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { check, Refused } from '../api.ts';
import { readCheckReply, type CheckReply } from './check_reply.ts';
import { readSiteFile, type SiteFile } from './site_file.ts';
import { TomlMistake } from './toml.ts';

const quietMs = 300; // without a change, before the server is asked
const mostUndo = 200;

export function useSiteText(first: string) {
  const [past, setPast] = useState([first]);
  const [at, setAt] = useState(0);
  const [checked, setChecked] = useState<CheckReply | null>(null);
  const [checking, setChecking] = useState<'idle' | 'asked' | 'failed' | 'forbidden'>('idle');
  const text = past[at]!;
  // The last text that could be read: the picture keeps it while somebody types.
  const readable = useRef<SiteFile>(readSiteFile(first));
  const { site, mistake } = useMemo((): { site: SiteFile; mistake: TomlMistake | null } => {
    try {
      readable.current = readSiteFile(text);
      return { site: readable.current, mistake: null };
    } catch (error) {
      if (!(error instanceof TomlMistake)) throw error;
      return { site: readable.current, mistake: error };
    }
  }, [text]);
  useEffect(() => {
    if (mistake !== null) return undefined;
    let isWanted = true;
    const timer = setTimeout(() => {
      setChecking('asked');
      check(text).then((reply) => {
        if (!isWanted) return;
        setChecked(readCheckReply(reply));
        setChecking('idle');
      }, (error: unknown) => isWanted && setChecking(error instanceof Refused && error.status === 403 ? 'forbidden' : 'failed'));
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
    text, site, mistake, checked, checking, write,
    undo: at > 0 ? () => setAt(at - 1) : null,
    redo: at + 1 < past.length ? () => setAt(at + 1) : null,
  };
}
