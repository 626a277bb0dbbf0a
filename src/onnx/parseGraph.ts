import { dataTypeOf, elementTypeName } from './elementType.js';
import type { ExternalData } from './externalLocation.js';
import {
  DimensionField,
  GraphField,
  NodeField,
  ShapeField,
  TensorTypeField,
  TypeField,
  ValueInfoField,
} from './fields.js';
import type { ValueInfo } from './graph.js';
import { OnnxError } from './OnnxError.js';
import { parseAttribute } from './parseAttribute.js';
import type { ProtoReader } from './ProtoReader.js';
import {
  nodeLabel,
  normalDomain,
  type RawAttribute,
  type RawGraph,
  type RawNode,
} from './rawGraph.js';
import { type NamedTensor, readTensorProto } from './tensorProto.js';

/** The GraphProto the reader stands in. */
export function parseGraph(reader: ProtoReader, externalData: ExternalData | undefined): RawGraph {
  let name = '';
  const inputs: ValueInfo[] = [];
  const outputs: ValueInfo[] = [];
  const initializers: NamedTensor[] = [];
  const nodes: RawNode[] = [];
  reader.fields((field) => {
    switch (field) {
      case GraphField.name:
        name = reader.string();
        break;
      case GraphField.node:
        nodes.push(
          reader.message(`node ${String(nodes.length)}`, () =>
            parseNode(reader, nodes.length, externalData),
          ),
        );
        break;
      case GraphField.initializer:
        initializers.push(
          reader.message(`initializer ${String(initializers.length)}`, () =>
            readTensorProto(reader, externalData),
          ),
        );
        break;
      case GraphField.input:
        inputs.push(
          reader.message(`input ${String(inputs.length)}`, () => parseValueInfo(reader, 'input')),
        );
        break;
      case GraphField.output:
        outputs.push(
          reader.message(`output ${String(outputs.length)}`, () =>
            parseValueInfo(reader, 'output'),
          ),
        );
        break;
      case GraphField.sparseInitializer:
        throw new OnnxError('dense weights', 'a sparse initializer', reader.where);
    }
  });
  return { name, inputs, outputs, initializers, nodes };
}

/** The NodeProto the reader stands in; `index` is its place in the file, for messages. */
export function parseNode(
  reader: ProtoReader,
  index: number,
  externalData: ExternalData | undefined,
): RawNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, RawAttribute>();
  const node = { name: '', opType: '', domain: '', overload: '', inputs, outputs, attributes };
  reader.fields((field) => {
    switch (field) {
      case NodeField.input:
        inputs.push(reader.string());
        break;
      case NodeField.output:
        outputs.push(reader.string());
        break;
      case NodeField.name:
        node.name = reader.string();
        break;
      case NodeField.opType:
        node.opType = reader.string();
        break;
      case NodeField.domain:
        node.domain = normalDomain(reader.string());
        break;
      case NodeField.overload:
        node.overload = reader.string();
        break;
      case NodeField.attribute: {
        const owner = nodeLabel(node, index);
        const [name, value] = reader.message('attribute', () =>
          parseAttribute(reader, owner, (inner) => parseGraph(inner, externalData), externalData),
        );
        if (attributes.has(name)) {
          throw new OnnxError('each attribute once', `${JSON.stringify(name)} twice`, owner);
        }
        attributes.set(name, value);
        break;
      }
    }
  });
  if (node.opType === '') throw new OnnxError('an operator', 'none', nodeLabel(node, index));
  return node;
}

function parseValueInfo(reader: ProtoReader, role: 'input' | 'output'): ValueInfo {
  let name = '';
  let code: number | undefined;
  let dims: ValueInfo['dims'];
  const tensorType = () => {
    reader.fields((field) => {
      if (field === TensorTypeField.elemType) code = reader.int();
      if (field === TensorTypeField.shape) dims = reader.message('shape', () => parseShape(reader));
    });
  };
  const type = () => {
    reader.fields((field) => {
      if (field === TypeField.tensorType) reader.message('tensor type', tensorType);
    });
  };
  reader.fields((field) => {
    if (field === ValueInfoField.name) name = reader.string();
    if (field === ValueInfoField.type) reader.message('type', type);
  });
  // Left to type inference; a file has shape and element type or neither.
  if (role === 'output' && (code ?? 0) === 0) return { name, dtype: undefined, dims: undefined };
  const dtype = dataTypeOf(code ?? 0);
  if (dtype === undefined) {
    throw new OnnxError(
      'a numeric tensor',
      code === undefined ? 'another or no type' : elementTypeName(code),
      `graph ${role} ${JSON.stringify(name)}`,
    );
  }
  return { name, dtype, dims };
}

/** TensorShapeProto; exporters also write -1 and '' for a dimension they leave open. */
function parseShape(reader: ProtoReader): (number | string | null)[] {
  const dims: (number | string | null)[] = [];
  reader.fields((field) => {
    if (field !== ShapeField.dim) return;
    let dim: number | string | null = null;
    reader.message('dimension', () => {
      reader.fields((part) => {
        if (part === DimensionField.value) dim = reader.int();
        if (part === DimensionField.param) dim = reader.string();
      });
    });
    dims.push(dim === '' || (typeof dim === 'number' && dim < 0) ? null : dim);
  });
  return dims;
}
