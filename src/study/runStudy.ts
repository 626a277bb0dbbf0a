import type { Report } from '../protocol.js';
import type { Study, StudyContext, StudyInput } from './study.js';

/** The report of a study. Throws as `Study.run`. */
export async function runStudy(
  study: Study,
  input: StudyInput,
  context: StudyContext,
): Promise<Report> {
  const start = performance.now();
  const { model, other, options } = context;
  const findings = await study.run(input, context);
  return {
    format: 'hitlight-report/1',
    study: study.name,
    title: study.title,
    question: study.question,
    models: [model.name, ...(other ? [other.name] : [])],
    ...findings,
    seed: options.seed,
    seconds: (performance.now() - start) / 1000,
    created: new Date().toISOString(),
  };
}
