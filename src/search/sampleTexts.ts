/**
 * The texts that come with Hitlight, written for it: prose, questions, search queries, commit messages,
 * errors, code in some thirty languages, a few other human languages. Those that a reference is chosen on
 * (and a head trained on) are kept apart from those that the result is measured on.
 */
import texts from './sampleTexts.json';

export const CHOOSING_TEXTS: readonly string[] = texts.choosing;

export const HELD_OUT_TEXTS: readonly string[] = texts.heldOut;
