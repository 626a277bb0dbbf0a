/** Pairs of everyday texts from unrelated to synonymous, for studies that take any pairs. */
import type { Pair } from '../input/pairFile.js';
import { pairsOf } from './pairsOf.js';

/** text, text, similarity from 0 (unrelated) to 5 (the same meaning), judged by hand. */
export const samplePairs = (): readonly Pair[] => pairsOf(SAMPLE);

const SAMPLE = `
A man is playing a guitar on the street.|A street musician plays his guitar.|4
The train to Bergen leaves at noon.|At twelve o'clock the train departs for Bergen.|5
A cat sleeps on the warm roof.|Stock prices fell sharply on Monday.|0
The doctor examined the patient.|The patient examined the doctor.|3
She bought fresh bread at the bakery.|He repaired the roof of the barn.|0
`;
