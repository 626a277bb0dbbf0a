import * as vscode from 'vscode';
import { EngineFailure } from '../../engine/client.js';
import type { Inspection } from '../../protocol.js';
import type { Services } from '../services.js';
import { askForPooling, offerPrefixes } from './askOptions.js';
import { chooseModel } from './chooseModel.js';
import { BUNDLED, forModel, modelKey } from './modelSetting.js';
import { obtainModel } from './obtainModel.js';
import { withTaskProgress } from './taskProgress.js';

/** How long the status bar confirms the choice. */
const confirmationMs = 5_000;

/**
 * Lets a person choose the model, brings it here if they agree, checks that it can be explained, asks
 * what its files do not say, and writes the settings. `here`, as the panel has it: the model itself is
 * remembered for this workspace only, and explains the texts on screen at once. Whatever is dismissed or fails on the way
 * leaves the settings as they were. Throws EngineFailure.
 */
export async function selectModel(services: Services, where: unknown = null): Promise<void> {
  const { t } = vscode.l10n;
  const { modelTasks, recentModels } = services;
  const isHere = typeof where === 'object' && where !== null && 'here' in where;
  const chosen = await chooseModel(services);
  if (chosen === null) return;
  const settings = () => vscode.workspace.getConfiguration('hitlight');
  if (chosen === BUNDLED) {
    if (isHere) services.controls.change({ model: BUNDLED });
    else await settings().update('model', undefined, vscode.ConfigurationTarget.Global);
  } else {
    const model = await obtainModel(modelTasks, chosen);
    if (model === null) return;
    const title = t('Checking that {0} can be explained', model);
    const inspection = await withTaskProgress(title, (hooks) => modelTasks.inspect(model, hooks));
    refuseUnsupported(inspection);
    const stated = forModel(settings().get('pooling'), model);
    const asks = inspection.pooling === null && stated === undefined;
    const pooling = asks ? await askForPooling(inspection.model) : null;
    if (asks && pooling === null) return;
    const known = forModel(settings().get('prefixes'), model) !== undefined;
    const prefixes =
      inspection.prefixes === null || known
        ? null
        : await offerPrefixes(inspection.model, inspection.prefixes);
    if (pooling !== null) await remember('pooling', model, pooling);
    if (prefixes !== null) await remember('prefixes', model, prefixes);
    if (isHere) services.controls.change({ model });
    else await settings().update('model', model, vscode.ConfigurationTarget.Global);
    await recentModels.add(model);
  }
  if (isHere) void vscode.commands.executeCommand('hitlight.explainOtherwise');
  const name = chosen === BUNDLED ? t('its bundled model') : chosen;
  vscode.window.setStatusBarMessage(
    t('Hitlight explains with {0} from now on', name),
    confirmationMs,
  );
}

/** The model's entry of an object setting; the others stay. */
async function remember(
  setting: 'pooling' | 'prefixes',
  model: string,
  value: unknown,
): Promise<void> {
  const settings = vscode.workspace.getConfiguration('hitlight');
  const others: unknown = settings.inspect(setting)?.globalValue;
  const entries = typeof others === 'object' && others !== null ? others : {};
  await settings.update(
    setting,
    { ...entries, [modelKey(model)]: value },
    vscode.ConfigurationTarget.Global,
  );
}

function refuseUnsupported({ model, unsupported, tokenizer }: Inspection): void {
  if (tokenizer === null) {
    throw new EngineFailure('model', `Model: expected tokenizer.json beside ${model}, got none.`);
  }
  if (unsupported.length === 0) return;
  const list = unsupported.map(({ operator, nodes }) => `${operator} (${nodes.length})`).join(', ');
  throw new EngineFailure(
    'graph',
    `Graph: expected operators with a derivative rule in ${model}, got ${list}.`,
  );
}
