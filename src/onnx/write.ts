import { elementTypeCode } from './elementType.js';
import {
  AttributeField,
  attributeTypeCode,
  DimensionField,
  EntryField,
  GraphField,
  ModelField,
  NodeField,
  OpsetField,
  ShapeField,
  TensorTypeField,
  TypeField,
  ValueInfoField,
} from './fields.js';
import type { Attribute, Graph, Model, Node, ValueInfo } from './graph.js';
import { OnnxError } from './OnnxError.js';
import { ProtoWriter } from './ProtoWriter.js';
import { writeTensorProto } from './tensorProto.js';

/** Protobuf's own limit for a message. */
const maxBytes = 2 ** 31 - 1;

/**
 * Writes an ONNX model, all weights inside. The same model gives the same bytes.
 * Cost: one copy of the weights.
 * @throws OnnxError when the file would exceed protobuf's 2 GiB.
 */
export function writeModel(model: Model): Uint8Array {
  const writer = new ProtoWriter();
  writer.int(ModelField.irVersion, model.irVersion);
  if (model.producer !== '') writer.string(ModelField.producerName, model.producer);
  writer.message(ModelField.graph, (inner) => writeGraph(inner, model.graph));
  for (const [domain, version] of model.opsets) {
    writer.message(ModelField.opsetImport, (inner) => {
      inner.string(OpsetField.domain, domain);
      inner.int(OpsetField.version, version);
    });
  }
  for (const [key, value] of model.metadata) {
    writer.message(ModelField.metadataProps, (inner) => {
      inner.string(EntryField.key, key);
      inner.string(EntryField.value, value);
    });
  }
  if (writer.length > maxBytes) {
    throw new OnnxError('a model below 2 GiB', `${String(writer.length)} bytes`, model.graph.name);
  }
  return writer.finish();
}

function writeGraph(writer: ProtoWriter, graph: Graph): void {
  for (const node of graph.nodes) {
    writer.message(GraphField.node, (inner) => writeNode(inner, node));
  }
  writer.string(GraphField.name, graph.name);
  for (const [name, value] of graph.initializers) {
    writer.message(GraphField.initializer, (inner) => writeTensorProto(inner, name, value));
  }
  for (const info of graph.inputs) {
    writer.message(GraphField.input, (inner) => writeValueInfo(inner, info));
  }
  for (const info of graph.outputs) {
    writer.message(GraphField.output, (inner) => writeValueInfo(inner, info));
  }
}

function writeNode(writer: ProtoWriter, node: Node): void {
  for (const name of node.inputs) writer.string(NodeField.input, name);
  for (const name of node.outputs) writer.string(NodeField.output, name);
  writer.string(NodeField.name, node.name);
  writer.string(NodeField.opType, node.opType);
  for (const [name, attribute] of node.attributes) {
    writer.message(NodeField.attribute, (inner) => writeAttribute(inner, name, attribute));
  }
  if (node.domain !== '') writer.string(NodeField.domain, node.domain);
}

function writeAttribute(writer: ProtoWriter, name: string, attribute: Attribute): void {
  writer.string(AttributeField.name, name);
  writer.int(AttributeField.type, attributeTypeCode[attribute.type]);
  switch (attribute.type) {
    case 'float':
      writer.float(AttributeField.f, attribute.value);
      break;
    case 'int':
      writer.int(AttributeField.i, attribute.value);
      break;
    case 'string':
      writer.string(AttributeField.s, attribute.value);
      break;
    case 'tensor':
      writer.message(AttributeField.t, (inner) => writeTensorProto(inner, '', attribute.value));
      break;
    case 'graph':
      writer.message(AttributeField.g, (inner) => writeGraph(inner, attribute.value));
      break;
    case 'floats':
      writer.floats(AttributeField.floats, attribute.value);
      break;
    case 'ints':
      writer.ints(AttributeField.ints, attribute.value);
      break;
    case 'strings':
      for (const value of attribute.value) writer.string(AttributeField.strings, value);
      break;
  }
}

function writeValueInfo(writer: ProtoWriter, { name, dtype, dims }: ValueInfo): void {
  writer.string(ValueInfoField.name, name);
  if (dtype === undefined) return;
  writer.message(ValueInfoField.type, (type) => {
    type.message(TypeField.tensorType, (tensorType) => {
      tensorType.int(TensorTypeField.elemType, elementTypeCode[dtype]);
      if (dims === undefined) return;
      tensorType.message(TensorTypeField.shape, (shape) => {
        for (const dim of dims) {
          shape.message(ShapeField.dim, (dimension) => {
            if (typeof dim === 'number') dimension.int(DimensionField.value, dim);
            if (typeof dim === 'string') dimension.string(DimensionField.param, dim);
          });
        }
      });
    });
  });
}
