/** Statements, each with a negation of it and with a harmless word in the same place. */
import type { Pair } from '../input/pairFile.js';

/** Subject with its auxiliary or copula, and what follows the place of "not". */
const SUBJECTS: readonly (readonly [string, string])[] = [
  ['The coffee is', 'This coffee is'],
  ['Our new flat is', 'The flat that we moved into is'],
  ['The lecture was', 'Yesterday’s talk was'],
  ['The waiter was', 'The man who served us was'],
  ['This bridge is', 'The bridge over there is'],
  ['The answer was', 'The reply that they gave was'],
  ['Her brother is', 'The brother of this woman is'],
  ['The instructions are', 'The manual’s instructions are'],
];

const PREDICATES: readonly (readonly [string, readonly string[]])[] = [
  ['good', ['The coffee is', 'The lecture was', 'The answer was']],
  ['bad', ['The coffee is', 'The lecture was', 'Our new flat is']],
  ['expensive', ['The coffee is', 'Our new flat is']],
  ['friendly', ['The waiter was', 'Her brother is', 'The answer was']],
  ['safe', ['This bridge is', 'Our new flat is']],
  ['clear', ['The answer was', 'The instructions are', 'The lecture was']],
  ['helpful', ['The waiter was', 'The instructions are', 'Her brother is', 'The answer was']],
  ['long', ['This bridge is', 'The lecture was', 'The instructions are']],
  ['correct', ['The answer was', 'The instructions are']],
  ['quiet', ['Our new flat is', 'Her brother is']],
];

/** Words that fit where "not" stands and leave the statement as it is. */
const HARMLESS = ['really', 'certainly', 'indeed', 'clearly'];

/** subject | auxiliary | rest, and a paraphrase of the whole. */
const ACTIONS = `
The train|will|stop in this village|This village is a stop of the train
The children|have|finished their homework|The homework of the children is done
The engineer|has|tested the brakes|The brakes were tested by the engineer
My neighbour|can|repair bicycles|Bicycles are something my neighbour knows how to repair
The parcel|has|arrived|The parcel is here
The museum|is|open on Mondays|On Mondays you can visit the museum
The team|did|win the match|The match was won by the team
The machine|does|work in the rain|In the rain the machine works
The patient|has|taken the medicine|The medicine was taken by the patient
The government|will|raise taxes|Taxes will go up by decision of the government
The cat|has|eaten the fish|The fish was eaten by the cat
The programme|does|delete old files|Old files are deleted by the programme
Passengers|may|open the windows|It is allowed to open the windows
The witness|did|recognise the thief|The thief was recognised by the witness
The company|does|sell insurance|Insurance is sold by the company
The bakery|is|closed today|Today the bakery has its doors shut
The captain|did|sink the ship|The ship was sunk by its captain
The teacher|has|read the essay|The essay was read by the teacher
The volcano|is|dangerous|It is risky to be near the volcano
The students|do|like the new timetable|The new timetable pleases the students
The lift|does|reach the top floor|You get to the top floor by lift
The update|did|fix the error|The error is gone since the update
The baby|can|walk|The baby is able to walk
The shop|does|accept cards|You can pay by card in the shop
The river|is|deep|This river has deep water
`;

/** Pairs whose columns are negated and control: statements with "is", and actions negated in two or three ways. */
export function negationProbes(): readonly Pair[] {
  const lines: Omit<Pair, 'line'>[] = [];
  const add = (a: string, b: string, negated: string, control: string) =>
    lines.push({ a, b, label: null, more: { negated, control } });
  let turn = 0;
  const harmless = () => HARMLESS[turn++ % HARMLESS.length] ?? 'really';
  for (const [predicate, subjects] of PREDICATES) {
    for (const [subject, other] of SUBJECTS) {
      if (!subjects.includes(subject)) continue;
      const statement = `${subject} ${predicate}.`;
      add(
        `${other} ${predicate}.`,
        statement,
        `${subject} not ${predicate}.`,
        `${subject} ${harmless()} ${predicate}.`,
      );
    }
  }
  for (const line of ACTIONS.trim().split('\n')) {
    const [subject = '', auxiliary = '', rest = '', paraphrase = ''] = line.split('|');
    const plain = `${subject} ${auxiliary} ${rest}.`;
    const control = `${subject} ${auxiliary} ${harmless()} ${rest}.`;
    add(
      `${paraphrase}.`,
      plain,
      `${subject} ${auxiliary === 'can' ? 'cannot' : `${auxiliary} not`} ${rest}.`,
      control,
    );
    // Nobody says "does never" or "mayn't".
    const supported = /^d(o|oes|id)$/.test(auxiliary);
    if (!supported) add(`${paraphrase}.`, plain, `${subject} ${auxiliary} never ${rest}.`, control);
    const short =
      auxiliary === 'will' ? "won't" : auxiliary === 'can' ? "can't" : `${auxiliary}n't`;
    if (auxiliary !== 'may') add(`${paraphrase}.`, plain, `${subject} ${short} ${rest}.`, control);
  }
  return lines.map((pair, i) => ({ ...pair, line: i + 1 }));
}
