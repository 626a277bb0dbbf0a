import type { Tensor } from '../tensor/tensor.js';
import type { ExternalData } from './externalLocation.js';
import { AttributeField, attributeTypeCode } from './fields.js';
import { OnnxError } from './OnnxError.js';
import type { ProtoReader } from './ProtoReader.js';
import type { RawAttribute, RawGraph } from './rawGraph.js';
import { readTensorProto } from './tensorProto.js';

/** Passed down, because attributes hold graphs and graphs hold attributes. */
export type ParseGraph = (reader: ProtoReader) => RawGraph;

/** The AttributeProto the reader stands in: its name and value. `owner` names its node. */
export function parseAttribute(
  reader: ProtoReader,
  owner: string,
  parseGraph: ParseGraph,
  externalData: ExternalData | undefined,
): readonly [string, RawAttribute] {
  let name = '';
  let type = 0;
  let reference = '';
  let inferred = 0;
  let float = 0;
  let int = 0;
  let text = '';
  let tensor: Tensor | undefined;
  let graph: RawGraph | undefined;
  const floats: number[] = [];
  const ints: number[] = [];
  const strings: string[] = [];

  reader.fields((field) => {
    switch (field) {
      case AttributeField.name:
        name = reader.string();
        return;
      case AttributeField.type:
        type = reader.int();
        return;
      case AttributeField.refAttrName:
        reference = reader.string();
        return;
      case AttributeField.f:
        float = reader.float();
        inferred = attributeTypeCode.float;
        return;
      case AttributeField.i:
        int = reader.int();
        inferred = attributeTypeCode.int;
        return;
      case AttributeField.s:
        text = reader.string();
        inferred = attributeTypeCode.string;
        return;
      case AttributeField.t:
        tensor = reader.message('value', () => readTensorProto(reader, externalData).tensor);
        inferred = attributeTypeCode.tensor;
        return;
      case AttributeField.g:
        graph = reader.message('subgraph', () => parseGraph(reader));
        inferred = attributeTypeCode.graph;
        return;
      case AttributeField.floats:
        reader.floats(floats);
        inferred = attributeTypeCode.floats;
        return;
      case AttributeField.ints:
        reader.ints(ints);
        inferred = attributeTypeCode.ints;
        return;
      case AttributeField.strings:
        strings.push(reader.string());
        inferred = attributeTypeCode.strings;
        return;
    }
  });

  const where = `attribute ${JSON.stringify(name)} of ${owner}`;
  if (name === '') throw new OnnxError('a named attribute', 'one without a name', owner);
  if (reference !== '') return [name, { type: 'reference', value: reference }];
  // Files of IR version 1 have no type field: the field in use tells.
  switch (type === 0 ? inferred : type) {
    case attributeTypeCode.float:
      return [name, { type: 'float', value: float }];
    case attributeTypeCode.int:
      return [name, { type: 'int', value: int }];
    case attributeTypeCode.string:
      return [name, { type: 'string', value: text }];
    case attributeTypeCode.tensor:
      if (tensor === undefined) throw new OnnxError('a tensor', 'nothing', where);
      return [name, { type: 'tensor', value: tensor }];
    case attributeTypeCode.graph:
      if (graph === undefined) throw new OnnxError('a graph', 'nothing', where);
      return [name, { type: 'graph', value: graph }];
    case attributeTypeCode.floats:
      return [name, { type: 'floats', value: floats }];
    case attributeTypeCode.ints:
      return [name, { type: 'ints', value: ints }];
    case attributeTypeCode.strings:
      return [name, { type: 'strings', value: strings }];
    default:
      throw new OnnxError(
        'a number, string, tensor, graph, or list of numbers or strings',
        `attribute type ${String(type)}`,
        where,
      );
  }
}
