import type { ExternalData } from './externalLocation.js';
import { FunctionField, ModelField, OpsetField } from './fields.js';
import { OnnxError } from './OnnxError.js';
import { parseAttribute } from './parseAttribute.js';
import { parseGraph, parseNode } from './parseGraph.js';
import { ProtoReader } from './ProtoReader.js';
import {
  normalDomain,
  type RawAttribute,
  type RawFunction,
  type RawGraph,
  type RawModel,
  type RawNode,
} from './rawGraph.js';
import { readEntry } from './tensorProto.js';

/** A ModelProto, as the file has it. */
export function parseModel(bytes: Uint8Array, externalData: ExternalData | undefined): RawModel {
  const reader = new ProtoReader(bytes, 'model');
  let irVersion = 0;
  let producer = '';
  let graph: RawGraph | undefined;
  const opsets = new Map<string, number>();
  const metadata = new Map<string, string>();
  const functions: RawFunction[] = [];
  reader.fields((field) => {
    switch (field) {
      case ModelField.irVersion:
        irVersion = reader.int();
        break;
      case ModelField.producerName:
        producer = reader.string();
        break;
      case ModelField.graph:
        graph = reader.message('graph', () => parseGraph(reader, externalData));
        break;
      case ModelField.opsetImport:
        readOpset(reader, opsets);
        break;
      case ModelField.metadataProps:
        readEntry(reader, metadata);
        break;
      case ModelField.functions:
        functions.push(
          reader.message(`function ${String(functions.length)}`, () =>
            parseFunction(reader, externalData),
          ),
        );
        break;
    }
  });
  if (graph === undefined) throw new OnnxError('a model with a graph', 'none: not an ONNX model');
  // Required since IR version 3; exporters write it last, so a short file may lack just this.
  if (opsets.size === 0) {
    if (irVersion >= 3) throw new OnnxError('an operator set version', 'none: truncated');
    opsets.set('', 1);
  }
  return { irVersion, opsets, producer, metadata, functions, graph };
}

function parseFunction(reader: ProtoReader, externalData: ExternalData | undefined): RawFunction {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: string[] = [];
  const defaults = new Map<string, RawAttribute>();
  const opsets = new Map<string, number>();
  const nodes: RawNode[] = [];
  let name = '';
  let domain = '';
  let overload = '';
  reader.fields((field) => {
    switch (field) {
      case FunctionField.name:
        name = reader.string();
        break;
      case FunctionField.domain:
        domain = normalDomain(reader.string());
        break;
      case FunctionField.overload:
        overload = reader.string();
        break;
      case FunctionField.input:
        inputs.push(reader.string());
        break;
      case FunctionField.output:
        outputs.push(reader.string());
        break;
      case FunctionField.attribute:
        attributes.push(reader.string());
        break;
      case FunctionField.attributeProto:
        defaults.set(
          ...reader.message('attribute', () =>
            parseAttribute(
              reader,
              `function ${JSON.stringify(name)}`,
              (inner) => parseGraph(inner, externalData),
              externalData,
            ),
          ),
        );
        break;
      case FunctionField.opsetImport:
        readOpset(reader, opsets);
        break;
      case FunctionField.node:
        nodes.push(
          reader.message(`node ${String(nodes.length)}`, () =>
            parseNode(reader, nodes.length, externalData),
          ),
        );
        break;
    }
  });
  return { name, domain, overload, inputs, outputs, attributes, defaults, opsets, nodes };
}

function readOpset(reader: ProtoReader, into: Map<string, number>): void {
  let domain = '';
  let version = 0;
  reader.message('opset', () => {
    reader.fields((field) => {
      if (field === OpsetField.domain) domain = normalDomain(reader.string());
      if (field === OpsetField.version) version = reader.int();
    });
  });
  into.set(domain, version);
}
