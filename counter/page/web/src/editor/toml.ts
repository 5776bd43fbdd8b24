// Reads a site file and remembers where everything stands in it, so that an edit changes its value
// and nothing else. The part of TOML that site files use; `throng check` has the last word.
// SPDX-License-Identifier: Apache-2.0

// `start` and `end` are positions in the text. `data` of a date is its text.
export interface Value {
  start: number;
  end: number;
  data: string | number | boolean | Value[] | Entry[];
  kind: 'text' | 'number' | 'boolean' | 'date' | 'list' | 'table';
}
export interface Entry {
  key: string;
  start: number;
  value: Value;
}
export interface Section {
  name: string; // "" for what stands above all headers
  isOneOfMany: boolean; // [[name]]
  start: number; // of its header
  bodyStart: number;
  end: number; // of its last entry, or of its header
  entries: Entry[];
}

export class TomlMistake extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

const bare = /[A-Za-z0-9_-]/;
const escapes: Record<string, string> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  '\\': '\\',
};

class Reader {
  at = 0;
  constructor(readonly text: string) {}

  fail(message: string): never {
    throw new TomlMistake(this.text.slice(0, this.at).split('\n').length, message);
  }
  get next(): string {
    return this.text[this.at] ?? '';
  }
  comment(): void {
    const end = this.text.indexOf('\n', this.at);
    if (this.next === '#') this.at = end < 0 ? this.text.length : end;
  }
  take(expected: string): void {
    if (!this.text.startsWith(expected, this.at)) this.fail(`${expected} is missing here`);
    this.at += expected.length;
  }
  blanks(): void {
    while (this.next === ' ' || this.next === '\t') this.at += 1;
  }
  // Blanks, comments and ends of lines.
  space(): void {
    for (;;) {
      this.blanks();
      this.comment();
      if (this.next !== '\n' && this.next !== '\r') return;
      this.at += 1;
    }
  }
  endOfLine(): void {
    this.blanks();
    this.comment();
    if (this.next === '\r') this.at += 1;
    if (this.next !== '' && this.next !== '\n') this.fail('nothing else may stand in this line');
  }
  key(): string {
    const parts: string[] = [];
    do {
      if (parts.length > 0) this.at += 1;
      this.blanks();
      if (this.next === '"' || this.next === "'") parts.push(this.string());
      else {
        const start = this.at;
        while (bare.test(this.next)) this.at += 1;
        if (start === this.at) this.fail('a name is missing here');
        parts.push(this.text.slice(start, this.at));
      }
      this.blanks();
    } while (this.next === '.');
    return parts.join('.');
  }
  string(): string {
    const quote = this.next;
    const isLong = this.text.startsWith(quote.repeat(3), this.at);
    const close = isLong ? quote.repeat(3) : quote;
    this.at += close.length;
    let read = '';
    while (!this.text.startsWith(close, this.at)) {
      if (this.next === '' || (this.next === '\n' && !isLong)) this.fail('a quote is missing here');
      if (this.next === '\\' && quote === '"') read += this.escape();
      else {
        read += this.next;
        this.at += 1;
      }
    }
    this.at += close.length;
    return isLong ? read.replace(/^\r?\n/, '') : read;
  }
  escape(): string {
    const letter = this.text[this.at + 1] ?? '';
    const digits = letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
    if (digits > 0) {
      const code = Number.parseInt(this.text.slice(this.at + 2, this.at + 2 + digits), 16);
      this.at += 2 + digits;
      return Number.isNaN(code) || code > 0x10ffff
        ? this.fail('this letter does not exist')
        : String.fromCodePoint(code);
    }
    this.at += 2;
    return escapes[letter] ?? this.fail('this backslash means nothing');
  }
  entry(): Entry {
    const start = this.at;
    const key = this.key();
    this.take('=');
    this.blanks();
    return { key, start, value: this.value() };
  }
  value(): Value {
    const start = this.at;
    const made = (kind: Value['kind'], data: Value['data']): Value => ({
      start,
      end: this.at,
      kind,
      data,
    });
    if (this.next === '"' || this.next === "'") return made('text', this.string());
    if (this.next === '[') return made('list', this.list());
    if (this.next === '{') return made('table', this.table());
    const word =
      /^[^\s,\]}#]+/.exec(this.text.slice(this.at, this.at + 64))?.[0] ??
      this.fail('a value is missing here');
    this.at += word.length;
    if (word === 'true' || word === 'false') return made('boolean', word === 'true');
    if (/^\d{4}-\d{2}-\d{2}/.test(word)) return made('date', word);
    const number = Number(word.replaceAll('_', ''));
    return Number.isNaN(number)
      ? this.fail(`"${word}" is no value; texts stand in quotes`)
      : made('number', number);
  }
  list(): Value[] {
    const items: Value[] = [];
    this.take('[');
    for (this.space(); this.next !== ']'; this.space()) {
      items.push(this.value());
      this.space();
      if (this.next === ',') this.at += 1;
      else if (this.next !== ']') this.fail('a comma or ] is missing here');
    }
    this.take(']');
    return items;
  }
  table(): Entry[] {
    const entries: Entry[] = [];
    this.take('{');
    for (this.space(); this.next !== '}'; this.space()) {
      entries.push(this.entry());
      this.space();
      if (this.next === ',') this.at += 1;
      else if (this.next !== '}') this.fail('a comma or } is missing here');
    }
    this.take('}');
    return entries;
  }
}

// Throws TomlMistake.
export function parseToml(text: string): Section[] {
  const reader = new Reader(text);
  let section: Section = {
    name: '',
    isOneOfMany: false,
    start: 0,
    bodyStart: 0,
    end: 0,
    entries: [],
  };
  const sections = [section];
  for (reader.space(); reader.next !== ''; reader.space()) {
    if (reader.next === '[') {
      const start = reader.at;
      const isOneOfMany = text.startsWith('[[', start);
      reader.take(isOneOfMany ? '[[' : '[');
      const name = reader.key();
      reader.take(isOneOfMany ? ']]' : ']');
      section = { name, isOneOfMany, start, bodyStart: reader.at, end: reader.at, entries: [] };
      sections.push(section);
    } else {
      const entry = reader.entry();
      section.entries.push(entry);
      section.end = entry.value.end;
    }
    reader.endOfLine();
  }
  return sections;
}
