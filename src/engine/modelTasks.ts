import type {
  EngineReply,
  ExactReport,
  ExactTask,
  Inspection,
  ListedModel,
  ModelDescription,
  ReferenceReport,
  ReferenceTask,
  Report,
} from '../protocol.js';
import { EngineFailure } from './failure.js';
import type { StartEngine } from './link.js';
import type { ModelMessage } from './modelLane.js';
import type {
  DownloadState,
  ProviderTrial,
  ProviderVerdict,
  SearchState,
  StudyState,
  StudyTask,
} from './modelWork.js';
import { runTask, type TaskTimes } from './runTask.js';

export interface ModelTaskHooks {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((state: DownloadState) => void) | undefined;
  readonly measured?: ((state: StudyState) => void) | undefined;
  readonly searching?: ((state: SearchState) => void) | undefined;
}

type Kind = ModelMessage['kind'];

/** Every request with the reply that answers it. */
interface Answers {
  listModels: 'modelsListed';
  describeModel: 'modelDescribed';
  downloadModel: 'modelDownloaded';
  inspectModel: 'modelInspected';
  tryProvider: 'providerTried';
  study: 'studied';
  findReference: 'referenceFound';
  makeExact: 'exactMade';
}

type Answer<K extends Kind> = Extract<EngineReply, { kind: Answers[K] }>;

const answers: Answers = {
  listModels: 'modelsListed',
  describeModel: 'modelDescribed',
  downloadModel: 'modelDownloaded',
  inspectModel: 'modelInspected',
  tryProvider: 'providerTried',
  study: 'studied',
  findReference: 'referenceFound',
  makeExact: 'exactMade',
};

/**
 * Longest silence of each, in ms. The Hub client gives up by itself long before; an inspection reads
 * and runs a whole model, and says nothing meanwhile. So does a provider's trial, but a driver may hang,
 * and someone waits to go on without it.
 */
const silence: Record<Kind, number> = {
  listModels: 60_000,
  describeModel: 5 * 60_000,
  downloadModel: 10 * 60_000,
  inspectModel: 10 * 60_000,
  tryProvider: 2 * 60_000,
  study: 10 * 60_000,
  findReference: 10 * 60_000,
  makeExact: 10 * 60_000,
};

/**
 * Work on models, each piece in an engine process of its own: a download outlives whatever happens to
 * explanations, and a hostile model that takes its process down takes nothing else along.
 * Every method rejects with EngineFailure, of stage 'cancelled' as soon as the signal fires.
 */
export class ModelTasks {
  private readonly disposal = new AbortController();

  constructor(
    private readonly start: StartEngine,
    private readonly times: Partial<TaskTimes> = {},
  ) {}

  async list(recent: readonly string[], hooks: ModelTaskHooks = {}): Promise<ListedModel[]> {
    return (await this.run({ kind: 'listModels', id: 1, recent: [...recent] }, hooks)).models;
  }

  async describe(model: string, hooks: ModelTaskHooks = {}): Promise<ModelDescription> {
    return (await this.run({ kind: 'describeModel', id: 1, model }, hooks)).description;
  }

  /** Brings a model of the Hub into its cache; what arrived before a cancel is resumed next time. */
  async download(model: string, hooks: ModelTaskHooks = {}): Promise<void> {
    await this.run({ kind: 'downloadModel', id: 1, model }, hooks);
  }

  async inspect(model: string, hooks: ModelTaskHooks = {}): Promise<Inspection> {
    return (await this.run({ kind: 'inspectModel', id: 1, model }, hooks)).inspection;
  }

  /** In a process of its own because a driver can take one down, or block it for good. */
  tryProvider(trial: ProviderTrial, hooks: ModelTaskHooks = {}): Promise<ProviderVerdict> {
    return this.run({ kind: 'tryProvider', id: 1, ...trial }, hooks);
  }

  /** A study; what was measured before a cancel is kept, and the next one goes on from there. */
  async study(
    task: StudyTask,
    hooks: { readonly signal?: AbortSignal; readonly measured?: (state: StudyState) => void } = {},
  ): Promise<Report> {
    const { signal, measured } = hooks;
    return (await this.run({ kind: 'study', id: 1, ...task }, { signal, measured })).report;
  }

  /** Cancelled between two runs; what was found is kept, and explanations use it from then on. */
  async findReference(task: ReferenceTask, hooks: ModelTaskHooks = {}): Promise<ReferenceReport> {
    return (await this.run({ kind: 'findReference', id: 1, ...task }, hooks)).report;
  }

  /** Cancelled between two runs; nothing is written then. */
  async makeExact(task: ExactTask, hooks: ModelTaskHooks = {}): Promise<ExactReport> {
    return (await this.run({ kind: 'makeExact', id: 1, ...task }, hooks)).report;
  }

  /** Ends all work. */
  dispose(): void {
    this.disposal.abort();
  }

  private async run<K extends Kind>(
    request: Extract<ModelMessage, { kind: K }>,
    { signal, progress, measured, searching }: ModelTaskHooks,
  ): Promise<Answer<K>> {
    const signals = [this.disposal.signal, ...(signal ? [signal] : [])];
    const kind: Kind = request.kind;
    const reply = await runTask(this.start, request, {
      signal: AbortSignal.any(signals),
      times: { silence: silence[kind], ...this.times },
      progress,
      measured,
      searching,
    });
    if (isAnswer<K>(reply, kind)) return reply;
    throw new EngineFailure(
      'engine',
      `Engine: expected ${answers[kind]} for ${kind}, got ${reply.kind}.`,
    );
  }
}

function isAnswer<K extends Kind>(reply: EngineReply, kind: Kind): reply is Answer<K> {
  return reply.kind === answers[kind];
}
