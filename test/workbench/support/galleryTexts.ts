/** Pairs of texts for pictures: lengths, scripts and languages that a reader of code and prose meets. */

export interface GalleryPair {
  readonly name: string;
  readonly a: { readonly file: string; readonly text: string };
  readonly b: { readonly file: string; readonly text: string };
}

const QUERY = 'How do I retry a failed request and wait longer each time?';

const RETRY = `/** Sends a request again after an error, with a pause that doubles every time. */
export async function sendWithRetry(request: Request, attempts = 5): Promise<Response> {
  let pause = 250;
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetch(request);
    } catch (error) {
      if (attempt === attempts) throw error;
    }
    await sleep(pause);
    pause = Math.min(2 * pause, 30_000);
  }
}
`;

const PROSE = [
  'The importer keeps a list of the pages it has stored. If a page fails, it waits and asks again,',
  'doubling the pause each time until an hour has passed. Finished pages are skipped, and a message',
  'goes to the person on duty when the last attempt fails. Nobody has to look at the log for that.',
];

const REPORT = [
  'Our nightly import stops with a timeout whenever the warehouse is busy. It should not give up at',
  'the first error: pause, try the same page again, and report a problem only if the server still',
  'does not answer. Pages that arrived must not be fetched twice, and the log must say what was done.',
];

const NOTES = [
  'Budgets are written per service. Whoever spends one has to say when it will be back.',
  'A queue that only grows is not a queue but a leak, however politely it is written.',
  'Clients that come back at the same moment bring the server down a second time, so add chance.',
  'Timeouts are part of an interface. Change them as carefully as a column of a table.',
  'Log the attempt, the pause and the reason, in this order, on one line.',
  'An error that nobody can act upon is noise; an action that nobody may take is a trap.',
];

/** Sentences of a text, over and over in another order, until it has about so many words. */
function words(lines: readonly string[], count: number): string {
  const all: string[] = [];
  for (let round = 0; all.length < count; round++) {
    lines.forEach((_, i) =>
      all.push(...(lines[(i * (round + 1)) % lines.length] ?? '').split(' ')),
    );
  }
  const chosen = all.slice(0, count);
  return chosen.map((word, i) => word + ((i + 1) % 15 === 0 ? '\n' : ' ')).join('');
}

const pair = (name: string, fileA: string, a: string, fileB: string, b: string): GalleryPair => ({
  name,
  a: { file: fileA, text: a },
  b: { file: fileB, text: b },
});

/** By their numbers of tokens, special ones included. */
export const sizes: readonly GalleryPair[] = [
  pair('5+5', 'a5.md', 'retry failed requests', 'b5.md', 'call again later'),
  pair('10+40', 'a10.md', QUERY, 'b40.md', words(PROSE, 34)),
  pair('60+60', 'a60.md', words(REPORT, 50), 'b60.md', words(PROSE, 50)),
  pair('10+250', 'a10.txt', QUERY, 'b250.md', words([...NOTES, ...PROSE], 214)),
];

/** Over the bundled model's limit of 256 tokens; for `hitlight.maxTokens` 512. */
export const longest = pair(
  '512+512',
  'a512.md',
  words([...REPORT, ...NOTES], 480),
  'b512.md',
  words([...NOTES, ...PROSE], 480),
);

const HOSTILE = [
  '<img src=x onerror=alert(1)> <b>bold?</b> &amp; ]]> ${x}',
  'right to left \u202eevitaerc\u202c and zero\u200bwidth\u2060 joins',
  `${'verylong'.repeat(40)} end`,
].join('\n');

export const languages: readonly GalleryPair[] = [
  pair(
    'chinese',
    'a.zh.md',
    '如何在请求失败后重试并逐渐延长等待时间？',
    'b.zh.md',
    '每次出错后，客户端会等待两倍的时间，然后再次发送请求。',
  ),
  pair(
    'arabic',
    'a.ar.md',
    'كيف أعيد إرسال الطلب بعد الفشل؟',
    'b.ar.md',
    'ينتظر العميل مدة أطول بعد كل خطأ ثم يرسل الطلب مرة أخرى.',
  ),
  pair(
    'emoji',
    'a.emoji.md',
    '🔁 retry ⏳ later 👩‍💻',
    'b.emoji.md',
    'wait ⏰ and try again 🚀🚀 👍🏽',
  ),
  pair(
    'hostile',
    'a.hostile.txt',
    HOSTILE,
    'b.hostile.txt',
    'markup and bold text, zero width joins',
  ),
  pair('typescript', 'q.ts.md', QUERY, 'retrying.ts', RETRY),
  pair(
    'python',
    'q.py.md',
    'keep only the most recently used entries of a cache',
    'cache.py',
    'class LruCache:\n    """Forgets what was not read for the longest time."""\n\n    def get(self, key):\n        value = self.entries.pop(key)\n        self.entries[key] = value\n        return value\n',
  ),
  pair(
    'rust',
    'q.rs.md',
    'parse a line of comma separated values',
    'parse.rs',
    "/// Splits a CSV record into fields; quotes may hold commas.\npub fn split_record(line: &str) -> Vec<String> {\n    let mut fields = vec![String::new()];\n    let mut quoted = false;\n    for character in line.chars() {\n        match character {\n            '\"' => quoted = !quoted,\n            ',' if !quoted => fields.push(String::new()),\n            other => fields.last_mut().unwrap().push(other),\n        }\n    }\n    fields\n}\n",
  ),
  pair(
    'go',
    'q.go.md',
    'stop the server gracefully when the process is told to end',
    'stop.go',
    '// waitForSignal blocks until SIGTERM, then lets open requests finish.\nfunc waitForSignal(server *http.Server) error {\n\tsignals := make(chan os.Signal, 1)\n\tsignal.Notify(signals, syscall.SIGTERM)\n\t<-signals\n\treturn server.Shutdown(context.Background())\n}\n',
  ),
  pair(
    'sql',
    'q.sql.md',
    'customers who have not ordered anything this year',
    'idle.sql',
    "-- Customers without an order since January.\nSELECT c.name, max(o.placed_on) AS last_order\nFROM customers c LEFT JOIN orders o ON o.customer_id = c.id\nGROUP BY c.name\nHAVING coalesce(max(o.placed_on), '1900-01-01') < date_trunc('year', now());\n",
  ),
];
