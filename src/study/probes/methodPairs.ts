/**
 * Queries with what a search may have found for them, in three lengths: a sentence, some lines, a
 * passage; prose and code. None of them was at hand while the estimators were chosen.
 */
import type { Pair } from '../input/pairFile.js';

export const methodPairs = (): readonly Pair[] =>
  [...SENTENCES, ...LINES, ...PASSAGES].map(([a, b], i) => {
    return { a, b, label: null, line: i + 1, more: {} };
  });

type Texts = readonly [query: string, hit: string];

/** About 10 + 10 tokens. */
const SENTENCES: readonly Texts[] = [
  ['why do my bread rolls stay flat', 'the dough had no time to rise'],
  ['a girl feeds ducks at the pond', 'a child gives bread to water birds'],
  ['count the words of a text file', 'n = len(open(name).read().split())'],
  ['the ferry does not sail in storms', 'boats leave the harbour every hour'],
  ['cheap way to heat an old house', 'insulate the roof before anything else'],
  ['how many moons does Mars have', 'two small satellites orbit the planet'],
  ['stop a thread that hangs', 'worker.terminate() after the deadline'],
  ['she forgot the key in the door', 'the key was left in the lock'],
];

/** About 10 + 40 tokens. */
const LINES: readonly Texts[] = [
  [
    'how long can cooked rice be kept',
    'Leftovers should be put in the fridge within two hours. Eat rice the next day at the latest, and heat it until it steams all through, since spores survive the first cooking.',
  ],
  [
    'read a large file line by line',
    'def lines(path):\n    with open(path, encoding="utf-8") as source:\n        for number, line in enumerate(source, 1):\n            yield number, line.rstrip()',
  ],
  [
    'neighbour plays loud music at night',
    'After ten in the evening noise from a flat must not be heard next door. Talk to the person first; if nothing changes, write down dates and times and inform the landlord.',
  ],
  [
    'undo changes in a single file',
    'To throw away what you did to one file since the last commit, run git restore followed by its name. Changes that were staged already have to be unstaged before that.',
  ],
  [
    'why do leaves turn red in autumn',
    'Trees take the green pigment back before winter and store it. What remains are yellow dyes, and in some species sugar that is trapped in the leaf is made into red ones.',
  ],
  [
    'limit requests to five per second',
    'class Gate {\n  private stamps: number[] = [];\n  allow(now: number) {\n    this.stamps = this.stamps.filter((t) => now - t < 1000);\n    return this.stamps.push(now) <= 5;\n  }\n}',
  ],
  [
    'the museum lost a famous painting',
    'Police are looking for two men who walked out of the gallery on Sunday with a small portrait under a coat. The alarm had been switched off for repairs, the director said.',
  ],
  [
    'my knee hurts when I go downstairs',
    'Pain behind the kneecap while descending is often a matter of weak thigh muscles. Rest for a week, then start with slow squats; see a doctor if the joint swells or gives way.',
  ],
];

/** About 10 + 128 tokens. */
const PASSAGES: readonly Texts[] = [
  [
    'what should I do before the first frost',
    'The gardening year ends with a list. Dig up dahlias and gladioli as soon as their leaves turn black, shake off the soil and store the bulbs in a dry cellar. Cut back the roses only by half, because the old wood protects the buds. Empty the water butt and leave the tap open, or the ice will split it. Cover the strawberries with straw, but wait until the ground is cold, since mice like to move in early. Last of all, write down what grew where, so that next spring you do not plant the cabbages in the same bed again.',
  ],
  [
    'passengers stranded at the airport after computer failure',
    'Thousands of people spent the night on camp beds after the booking system of the largest airline broke down on Friday afternoon. Screens went blank shortly after three, and staff had to write boarding cards by hand. By the evening the company gave up and cancelled all departures until noon. Engineers traced the fault to an update that had been installed in the wrong order on two of four servers. Travellers complained that nobody told them anything for hours and that the hotels nearby were full. Those whose journey began in the country can ask for up to six hundred euros, a consumer group said, because a fault of this kind is the responsibility of the carrier.',
  ],
  [
    'save settings without losing them in a crash',
    'Never write over the only copy of a file. First, write the new content to a temporary file in the same folder, so that both are on one disk. Second, flush it, and ask the system to put the bytes on the medium; otherwise a power cut may leave an empty file behind. Third, rename the temporary file to the real name. This happens at once or not at all, and readers see the old content or the new, never half of each. If the program stops in between, the worst that remains is a stray file, which the next start can delete after looking at its age.',
  ],
  [
    'children who grow up with two languages',
    'Parents sometimes worry that a second language at home will confuse a toddler. The evidence says otherwise. Bilingual children start to speak at the same age as others, and although they may know fewer words in each language at first, the two vocabularies together are at least as large. Mixing both in a sentence is no sign of trouble; adults who know two languages do it all the time. What counts is how much a child hears and needs each of them. A language that only one parent speaks on weekends tends to be understood but not spoken. Songs and friends do more than lessons, and nobody is too young or too old to begin.',
  ],
];
