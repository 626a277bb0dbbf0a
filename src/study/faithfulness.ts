/** How much the numbers can be trusted: against Shapley's pair matrix, and against measured score drops. */
import { methodParts } from './methods/methodParts.js';
import { methodPairs } from './probes/methodPairs.js';
import { rankingParts } from './rankings/rankingParts.js';
import { DEFINITIONS, settingsOf, textOf, unreadNotes } from './reportParts.js';
import { selectPairs } from './selectPairs.js';
import type { Study } from './study.js';

export const faithfulness: Study = {
  name: 'faithfulness',
  title: 'Faithfulness of attributions',
  question: 'Which way of attributing comes closest to what tokens really do?',
  models: 'one',
  least: 3,
  // Shapley's matrix takes seconds a pair, and longer texts minutes.
  most: 40,
  bundled: methodPairs,
  async run(input, context) {
    const { pairs, sample } = selectPairs(faithfulness, input, context);
    const methods = await methodParts(pairs, context);
    const rankings = await rankingParts(pairs, context);
    const unread = methods.found.map(({ value }) => value.unread);
    return {
      settings: settingsOf(context),
      sample: { ...sample, notes: [...sample.notes, ...unreadNotes(unread)] },
      findings: [...methods.findings, ...rankings.findings],
      caveats: [...methods.caveats, ...rankings.caveats],
      definitions: [
        DEFINITIONS.score,
        DEFINITIONS.attribution,
        ...methods.definitions,
        ...rankings.definitions,
        DEFINITIONS.spread,
      ],
      tables: [...methods.tables, ...rankings.tables],
      plots: [...methods.plots, ...rankings.plots],
      texts: methods.found.map(({ item, value }) => textOf(item, value.score)),
      figures: { ...methods.figures, ...rankings.figures },
    };
  },
};
