/** Questions, each with a function that answers it, in five languages. */
import type { Pair } from '../input/pairFile.js';

interface Task {
  /** Asked in the comment's words, and in others. */
  readonly queries: readonly [string, string];
  readonly comment: string;
  readonly code: Readonly<Record<'python' | 'javascript' | 'java' | 'go' | 'rust', string>>;
}

/** # stands for the comment, with the sign of the language in front. */
const TASKS: readonly Task[] = [
  {
    queries: ['sum of all numbers in a list', 'how do I add up an array'],
    comment: 'Sum of all numbers in a list',
    code: {
      python:
        '#\ndef total(values):\n    result = 0\n    for value in values:\n        result += value\n    return result',
      javascript:
        '#\nfunction total(values) {\n  return values.reduce((sum, value) => sum + value, 0);\n}',
      java: '#\nint total(int[] values) {\n  int result = 0;\n  for (int value : values) result += value;\n  return result;\n}',
      go: '#\nfunc total(values []int) int {\n\tresult := 0\n\tfor _, value := range values {\n\t\tresult += value\n\t}\n\treturn result\n}',
      rust: '#\nfn total(values: &[i64]) -> i64 {\n    values.iter().sum()\n}',
    },
  },
  {
    queries: ['reverse a string', 'spell a word backwards'],
    comment: 'Reverse a string',
    code: {
      python: 'def backwards(text):\n    #\n    return text[::-1]',
      javascript: 'function backwards(text) {\n  #\n  return text.split("").reverse().join("");\n}',
      java: 'String backwards(String text) {\n  #\n  return new StringBuilder(text).reverse().toString();\n}',
      go: 'func backwards(text string) string {\n\t#\n\tout := ""\n\tfor _, r := range text {\n\t\tout = string(r) + out\n\t}\n\treturn out\n}',
      rust: 'fn backwards(text: &str) -> String {\n    #\n    text.chars().rev().collect()\n}',
    },
  },
  {
    queries: ['try again after a failure', 'repeat a request that went wrong'],
    comment: 'Try again after a failure, at most three times',
    code: {
      python:
        '#\ndef retry(action):\n    for attempt in range(3):\n        try:\n            return action()\n        except IOError:\n            wait(2 ** attempt)',
      javascript:
        '#\nasync function retry(action) {\n  for (let attempt = 0; attempt < 3; attempt++) {\n    try { return await action(); } catch { await wait(2 ** attempt); }\n  }\n}',
      java: '#\nvoid retry(Runnable action) {\n  for (int attempt = 0; attempt < 3; attempt++) {\n    try { action.run(); return; } catch (RuntimeException e) { pause(attempt); }\n  }\n}',
      go: '#\nfunc retry(action func() error) error {\n\tvar err error\n\tfor attempt := 0; attempt < 3; attempt++ {\n\t\tif err = action(); err == nil {\n\t\t\treturn nil\n\t\t}\n\t}\n\treturn err\n}',
      rust: '#\nfn retry(action: fn() -> bool) -> bool {\n    for _attempt in 0..3 {\n        if action() { return true; }\n    }\n    false\n}',
    },
  },
  {
    queries: ['check whether a number is prime', 'has this integer no divisors'],
    comment: 'Whether a number is prime',
    code: {
      python:
        '#\ndef is_prime(n):\n    if n < 2:\n        return False\n    return all(n % d for d in range(2, int(n ** 0.5) + 1))',
      javascript:
        '#\nconst isPrime = (n) => {\n  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;\n  return n > 1;\n};',
      java: '#\nboolean isPrime(int n) {\n  for (int d = 2; d * d <= n; d++) if (n % d == 0) return false;\n  return n > 1;\n}',
      go: '#\nfunc isPrime(n int) bool {\n\tfor d := 2; d*d <= n; d++ {\n\t\tif n%d == 0 {\n\t\t\treturn false\n\t\t}\n\t}\n\treturn n > 1\n}',
      rust: '#\nfn is_prime(n: u32) -> bool {\n    n > 1 && (2..n).take_while(|d| d * d <= n).all(|d| n % d != 0)\n}',
    },
  },
  {
    queries: ['read the lines of a file', 'load a text file from disk'],
    comment: 'Read the lines of a file',
    code: {
      python:
        'def read_lines(path):\n    #\n    with open(path, encoding="utf-8") as file:\n        return file.read().splitlines()',
      javascript:
        'function readLines(path) {\n  #\n  return fs.readFileSync(path, "utf8").split("\\n");\n}',
      java: 'List<String> readLines(Path path) throws IOException {\n  #\n  return Files.readAllLines(path, StandardCharsets.UTF_8);\n}',
      go: 'func readLines(path string) ([]string, error) {\n\t#\n\tdata, err := os.ReadFile(path)\n\treturn strings.Split(string(data), "\\n"), err\n}',
      rust: 'fn read_lines(path: &str) -> Vec<String> {\n    #\n    let text = fs::read_to_string(path).unwrap();\n    text.lines().map(String::from).collect()\n}',
    },
  },
  {
    queries: ['largest element of an array', 'find the maximum'],
    comment: 'Largest element of an array',
    code: {
      python:
        '#\ndef largest(items):\n    best = items[0]\n    for item in items[1:]:\n        if item > best:\n            best = item\n    return best',
      javascript:
        '#\nfunction largest(items) {\n  let best = items[0];\n  for (const item of items) if (item > best) best = item;\n  return best;\n}',
      java: '#\nint largest(int[] items) {\n  int best = items[0];\n  for (int item : items) best = Math.max(best, item);\n  return best;\n}',
      go: '#\nfunc largest(items []int) int {\n\tbest := items[0]\n\tfor _, item := range items {\n\t\tif item > best {\n\t\t\tbest = item\n\t\t}\n\t}\n\treturn best\n}',
      rust: '#\nfn largest(items: &[i32]) -> i32 {\n    *items.iter().max().unwrap()\n}',
    },
  },
  {
    queries: ['count how often each word occurs', 'frequency table of words'],
    comment: 'Count how often each word occurs',
    code: {
      python:
        'def histogram(text):\n    counts = {}\n    #\n    for word in text.split():\n        counts[word] = counts.get(word, 0) + 1\n    return counts',
      javascript:
        'function histogram(text) {\n  const counts = new Map();\n  #\n  for (const word of text.split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);\n  return counts;\n}',
      java: 'Map<String, Integer> histogram(String text) {\n  Map<String, Integer> counts = new HashMap<>();\n  #\n  for (String word : text.split(" ")) counts.merge(word, 1, Integer::sum);\n  return counts;\n}',
      go: 'func histogram(text string) map[string]int {\n\tcounts := map[string]int{}\n\t#\n\tfor _, word := range strings.Fields(text) {\n\t\tcounts[word]++\n\t}\n\treturn counts\n}',
      rust: "fn histogram(text: &str) -> HashMap<&str, u32> {\n    let mut counts = HashMap::new();\n    #\n    for word in text.split(' ') { *counts.entry(word).or_insert(0) += 1; }\n    counts\n}",
    },
  },
  {
    queries: ['keep a value between two bounds', 'limit a number to a range'],
    comment: 'Keep a value between two bounds',
    code: {
      python: '#\ndef clamp(value, low, high):\n    return max(low, min(high, value))',
      javascript:
        '#\nexport const clamp = (value, low, high) => Math.max(low, Math.min(high, value));',
      java: '#\nstatic double clamp(double value, double low, double high) {\n  return Math.max(low, Math.min(high, value));\n}',
      go: '#\nfunc clamp(value, low, high float64) float64 {\n\treturn math.Max(low, math.Min(high, value))\n}',
      rust: '#\nfn clamp(value: f64, low: f64, high: f64) -> f64 {\n    value.max(low).min(high)\n}',
    },
  },
  {
    queries: ['convert celsius to fahrenheit', 'change the unit of a temperature'],
    comment: 'Convert degrees Celsius to Fahrenheit',
    code: {
      python: 'def to_fahrenheit(celsius):\n    #\n    return celsius * 9 / 5 + 32',
      javascript: 'function toFahrenheit(celsius) {\n  #\n  return (celsius * 9) / 5 + 32;\n}',
      java: 'double toFahrenheit(double celsius) {\n  #\n  return celsius * 9 / 5 + 32;\n}',
      go: 'func toFahrenheit(celsius float64) float64 {\n\t#\n\treturn celsius*9/5 + 32\n}',
      rust: 'fn to_fahrenheit(celsius: f64) -> f64 {\n    #\n    celsius * 9.0 / 5.0 + 32.0\n}',
    },
  },
  {
    queries: ['remove duplicates from a list', 'keep only unique entries'],
    comment: 'Remove duplicates, keeping the first of each',
    code: {
      python: '#\ndef unique(entries):\n    return list(dict.fromkeys(entries))',
      javascript: '#\nconst unique = (entries) => [...new Set(entries)];',
      java: '#\nList<String> unique(List<String> entries) {\n  return new ArrayList<>(new LinkedHashSet<>(entries));\n}',
      go: '#\nfunc unique(entries []string) []string {\n\tseen := map[string]bool{}\n\tvar out []string\n\tfor _, entry := range entries {\n\t\tif !seen[entry] {\n\t\t\tseen[entry] = true\n\t\t\tout = append(out, entry)\n\t\t}\n\t}\n\treturn out\n}',
      rust: '#\nfn unique(mut entries: Vec<String>) -> Vec<String> {\n    entries.dedup();\n    entries\n}',
    },
  },
];

/** 100 pairs: query, code, with its language. */
export function codeProbes(): readonly Pair[] {
  const pairs = TASKS.flatMap(({ queries, comment, code }) =>
    Object.entries(code).flatMap(([language, snippet]) => {
      const sign = language === 'python' ? '# ' : '// ';
      const text = snippet.replace('#', sign + comment);
      return queries.map((a) => ({ a, b: text, label: null, more: { language } }));
    }),
  );
  return pairs.map((pair, i) => ({ ...pair, line: i + 1 }));
}
