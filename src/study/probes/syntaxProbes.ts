/**
 * Parsed sentence pairs: other words in the same roles, the same words in the same roles, in
 * exchanged ones, and in the passive. Annotated by Universal Dependencies (https://universaldependencies.org/u/dep/).
 */
import type { TextFile } from '../study.js';

/** actor | other word for it | verb, past | participle | other verb, past | undergoer | other word for it | adjective | place */
const EVENTS = `
dog|hound|chased|chased|followed|cat|kitten|black|garden
teacher|instructor|praised|praised|commended|pupil|student|young|classroom
doctor|physician|called|called|phoned|nurse|attendant|tired|hospital
thief|robber|watched|watched|observed|guard|watchman|old|museum
farmer|grower|helped|helped|assisted|neighbour|villager|friendly|field
singer|vocalist|thanked|thanked|acknowledged|pianist|musician|famous|theatre
lawyer|attorney|questioned|questioned|interrogated|witness|bystander|nervous|court
girl|child|found|found|discovered|boy|lad|lost|forest
king|monarch|feared|feared|dreaded|general|commander|proud|palace
driver|motorist|hit|hit|struck|cyclist|rider|careless|street
hunter|shooter|saw|seen|noticed|wolf|beast|grey|valley
mother|woman|kissed|kissed|embraced|father|man|happy|kitchen
journalist|reporter|interviewed|interviewed|consulted|minister|politician|angry|office
cook|chef|insulted|insulted|offended|waiter|servant|slow|restaurant
soldier|fighter|carried|carried|transported|comrade|friend|wounded|camp
clown|jester|amused|amused|entertained|visitor|guest|bored|circus
captain|skipper|warned|warned|alerted|sailor|seaman|drunk|harbour
boss|manager|hired|hired|employed|engineer|technician|clever|factory
monkey|ape|bit|bitten|attacked|keeper|warden|brave|zoo
player|athlete|pushed|pushed|shoved|referee|judge|strict|stadium
tourist|traveller|asked|asked|approached|guide|leader|polite|station
customer|buyer|trusted|trusted|believed|seller|dealer|honest|market
nephew|relative|visited|visited|saw|aunt|lady|lonely|village
fox|animal|ate|eaten|devoured|hen|bird|white|barn
painter|artist|loved|loved|adored|dancer|performer|graceful|studio
`;

type Token = readonly [form: string, lemma: string, upos: string, head: number, relation: string];

const det = (head: number): Token => ['the', 'the', 'DET', head, 'det'];
const stop = (head: number): Token => ['.', '.', 'PUNCT', head, 'punct'];

/** "The ACTOR VERB the ADJECTIVE UNDERGOER." */
const active = (actor: string, verb: string, adjective: string, undergoer: string): Token[] => [
  det(2),
  [actor, actor, 'NOUN', 3, 'nsubj'],
  [verb, verb, 'VERB', 0, 'root'],
  det(6),
  [adjective, adjective, 'ADJ', 6, 'amod'],
  [undergoer, undergoer, 'NOUN', 3, 'obj'],
  stop(3),
];

/** "The ADJECTIVE UNDERGOER was VERB by the ACTOR." */
const passive = (actor: string, verb: string, adjective: string, undergoer: string): Token[] => [
  det(3),
  [adjective, adjective, 'ADJ', 3, 'amod'],
  [undergoer, undergoer, 'NOUN', 5, 'nsubj:pass'],
  ['was', 'be', 'AUX', 5, 'aux:pass'],
  [verb, verb, 'VERB', 0, 'root'],
  ['by', 'by', 'ADP', 8, 'case'],
  det(8),
  [actor, actor, 'NOUN', 5, 'obl:agent'],
  stop(5),
];

/** "In the PLACE the UNDERGOER VERB the ACTOR." */
const placed = (place: string, actor: string, verb: string, undergoer: string): Token[] => [
  ['in', 'in', 'ADP', 3, 'case'],
  det(3),
  [place, place, 'NOUN', 6, 'obl'],
  det(5),
  [actor, actor, 'NOUN', 6, 'nsubj'],
  [verb, verb, 'VERB', 0, 'root'],
  det(8),
  [undergoer, undergoer, 'NOUN', 6, 'obj'],
  stop(6),
];

/** CoNLL-U of both sides, 100 sentences each. */
export function syntaxProbes(): { readonly a: TextFile; readonly b: TextFile } {
  const pairs = EVENTS.trim()
    .split('\n')
    .flatMap((line): [Token[], Token[]][] => {
      const fields = line.split('|');
      const [actor = '', actor2 = '', verb = '', participle = '', verb2 = ''] = fields;
      const [undergoer = '', undergoer2 = '', adjective = '', place = ''] = fields.slice(5);
      const plain = active(actor, verb, adjective, undergoer);
      return [
        [plain, active(actor2, verb2, adjective, undergoer2)],
        [plain, placed(place, actor, verb, undergoer)],
        [plain, placed(place, undergoer, verb, actor)],
        [plain, passive(actor, participle, adjective, undergoer)],
      ];
    });
  const file = (name: string, sentences: readonly Token[][]): TextFile => {
    return { name, text: sentences.map(conllu).join('\n') };
  };
  return {
    a: file(
      'first texts of the bundled sample',
      pairs.map(([first]) => first),
    ),
    b: file(
      'second texts of the bundled sample',
      pairs.map(([, second]) => second),
    ),
  };
}

function conllu(tokens: readonly Token[]): string {
  const lines = tokens.map(([form, lemma, upos, head, relation], i) => {
    const written = i === 0 ? form.charAt(0).toUpperCase() + form.slice(1) : form;
    const misc = i === tokens.length - 2 ? 'SpaceAfter=No' : '_';
    return [i + 1, written, lemma, upos, '_', '_', head, relation, '_', misc].join('\t');
  });
  return `${lines.join('\n')}\n`;
}
