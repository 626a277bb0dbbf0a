import { StudyName, type StudyOptions, parseMessage } from '../../protocol.js';
import type { Services } from '../services.js';
import { readExplainOptions } from '../settings.js';
import { chooseFiles, chooseOtherModel, chooseStudy } from './studyChoices.js';
import { StudyPanel } from './studyPanel.js';

/**
 * Asks for a study and its pairs, and opens a panel in which it runs with the model and options of the
 * settings. Throws SettingProblem, TrustProblem, EngineFailure.
 * @param asked the name of a study, from those who call the command
 */
export async function studyModel(services: Services, asked?: unknown): Promise<void> {
  const study = parseMessage(StudyName, asked) ?? (await chooseStudy());
  if (study === null) return;
  const options = studyOptions();
  const otherModel = study === 'compare' ? await chooseOtherModel(services) : undefined;
  if (otherModel === null) return;
  // Restricted Mode and the settings' pooling hold for both models.
  const other = otherModel === undefined ? null : readExplainOptions(otherModel);
  const files = await chooseFiles(study);
  if (files === null) return;
  const second = other && { otherModel: other.model, otherPooling: other.pooling };
  new StudyPanel(services, { study, files, options: { ...options, ...second } });
}

/** What a study takes of the settings; its texts are read as explanations read them. */
function studyOptions(): StudyOptions {
  const { model, layer, reference, accuracy, pooling, prefixA, prefixB, maxTokens } =
    readExplainOptions();
  const tolerance = 'tolerance' in accuracy ? accuracy.tolerance : 1e-3;
  return { model, layer, reference, pooling, prefixA, prefixB, maxTokens, tolerance, seed: 1 };
}
