/** Sentences that differ in an adjective: once a synonym of the first, once its opposite. */
import type { Pair } from '../input/pairFile.js';

/** adjective | synonym | opposite | noun that it fits */
const WORDS = `
big|large|small|house
quick|fast|slow|horse
happy|glad|sad|child
hot|boiling|cold|soup
rich|wealthy|poor|farmer
loud|noisy|quiet|street
clean|spotless|dirty|kitchen
difficult|hard|easy|question
old|ancient|new|bridge
brave|courageous|cowardly|soldier
smart|clever|stupid|dog
beautiful|pretty|ugly|garden
strong|powerful|weak|engine
empty|vacant|full|room
wet|damp|dry|towel
expensive|costly|cheap|watch
friendly|kind|hostile|neighbour
correct|right|wrong|answer
dangerous|risky|safe|road
tired|weary|rested|driver
thin|slim|thick|book
calm|peaceful|stormy|sea
famous|renowned|unknown|singer
generous|giving|stingy|uncle
honest|truthful|dishonest|witness
`;

const FRAMES = [
  (adjective: string, noun: string) => `The ${noun} is ${adjective}.`,
  (adjective: string, noun: string) => `They talked about the ${adjective} ${noun}.`,
];

/** 100 pairs, the relation as label. */
export function adjectiveProbes(): readonly Pair[] {
  const pairs = WORDS.trim()
    .split('\n')
    .flatMap((line) => {
      const [adjective = '', synonym = '', opposite = '', noun = ''] = line.split('|');
      const others = [
        { relation: 'synonym', other: synonym },
        { relation: 'opposite', other: opposite },
      ];
      return FRAMES.flatMap((frame) =>
        others.map(({ relation, other }) => ({
          a: frame(adjective, noun),
          b: frame(other, noun),
          label: relation,
          more: { adjective1: adjective, adjective2: other },
        })),
      );
    });
  return pairs.map((pair, i) => ({ ...pair, line: i + 1 }));
}
