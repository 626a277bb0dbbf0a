import type { JsonReader } from './jsonReader.js';

/** Ids the tokenizer puts before and after the tokens of one text: `[CLS]` … `[SEP]`. */
export interface Template {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const NOTHING: Template = { before: [], after: [] };

/** One post-processor a name, as in the `post_processor` section of tokenizer.json. */
const KINDS: Readonly<Record<string, (json: JsonReader) => Template>> = {
  TemplateProcessing: compileTemplate,
  BertProcessing: clsAndSep,
  RobertaProcessing: clsAndSep,
  ByteLevel: () => NOTHING,
  Sequence(json) {
    return json
      .field('processors')
      .list()
      .map(compilePostProcessor)
      .reduce(
        (inner, outer) => ({
          before: [...outer.before, ...inner.before],
          after: [...inner.after, ...outer.after],
        }),
        NOTHING,
      );
  },
};

/** Compiles the `post_processor` section. Throws `TokenizerError` naming a kind that is not supported. */
export function compilePostProcessor(json: JsonReader): Template {
  if (!json.present) return NOTHING;
  const type = json.field('type').string();
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (!kind) {
    throw json.field('type').error(`a post-processor among ${Object.keys(KINDS).join(', ')}`);
  }
  return kind(json);
}

function compileTemplate(json: JsonReader): Template {
  const before: number[] = [];
  const after: number[] = [];
  let sequences = 0;
  for (const item of json.field('single').list()) {
    const special = item.field('SpecialToken');
    if (special.present) {
      const definition = json.field('special_tokens').field(special.field('id').string());
      const ids = definition
        .field('ids')
        .list()
        .map((id) => id.id());
      (sequences === 0 ? before : after).push(...ids);
    } else {
      item.field('Sequence').object();
      sequences++;
    }
  }
  if (sequences !== 1) throw json.field('single').error('a template with one text');
  return { before, after };
}

function clsAndSep(json: JsonReader): Template {
  return { before: [secondOf(json.field('cls'))], after: [secondOf(json.field('sep'))] };
}

/** The id of `["[CLS]", 101]`. */
function secondOf(json: JsonReader): number {
  const [, id] = json.list();
  if (!id) throw json.error('a token and its id');
  return id.id();
}
