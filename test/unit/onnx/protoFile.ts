/** Hand-made ONNX files, down to the wire: what no exporter writes but a reader may meet. */
import {
  AttributeField,
  FunctionField,
  GraphField,
  ModelField,
  NodeField,
  OpsetField,
  TensorField,
  TensorTypeField,
  TypeField,
  ValueInfoField,
} from '../../../src/onnx/fields.js';
import { ProtoWriter } from '../../../src/onnx/ProtoWriter.js';

export type Write = (writer: ProtoWriter) => void;

/** A ModelProto of IR version 8, opset 17, around the graph that `graph` writes. */
export function modelFile(graph: Write, more: Write = () => undefined): Uint8Array {
  const model = new ProtoWriter();
  model.int(ModelField.irVersion, 8);
  model.message(ModelField.opsetImport, (opset) => {
    opset.int(OpsetField.version, 17);
  });
  model.message(ModelField.graph, graph);
  more(model);
  return model.finish();
}

export interface NodeParts {
  readonly name?: string;
  readonly domain?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly attributes?: Readonly<Record<string, Write>>;
}

export function node(opType: string, parts: NodeParts): Write {
  return (graph) => {
    graph.message(GraphField.node, nodeBody(opType, parts));
  };
}

export function nodeBody(opType: string, parts: NodeParts): Write {
  return (writer) => {
    for (const input of parts.inputs ?? []) writer.string(NodeField.input, input);
    for (const output of parts.outputs ?? []) writer.string(NodeField.output, output);
    if (parts.name !== undefined) writer.string(NodeField.name, parts.name);
    writer.string(NodeField.opType, opType);
    if (parts.domain !== undefined) writer.string(NodeField.domain, parts.domain);
    for (const [name, write] of Object.entries(parts.attributes ?? {})) {
      writer.message(NodeField.attribute, (attribute) => {
        attribute.string(AttributeField.name, name);
        write(attribute);
      });
    }
  };
}

/** float [2], unless another type code is given. */
export function valueInfo(field: number, name: string, typeCode = 1): Write {
  return (graph) => {
    graph.message(field, (info) => {
      info.string(ValueInfoField.name, name);
      info.message(ValueInfoField.type, (type) => {
        type.message(TypeField.tensorType, (tensor) => {
          tensor.int(TensorTypeField.elemType, typeCode);
        });
      });
    });
  };
}

export const input = (name: string, typeCode?: number) =>
  valueInfo(GraphField.input, name, typeCode);
export const output = (name: string, typeCode?: number) =>
  valueInfo(GraphField.output, name, typeCode);

export function initializer(name: string, write: Write): Write {
  return (graph) => {
    graph.message(GraphField.initializer, (tensor) => {
      tensor.string(TensorField.name, name);
      write(tensor);
    });
  };
}

/** The fields of a TensorProto: dims, type code and what else is written. */
export function tensorBody(dims: readonly number[], typeCode: number, write: Write): Write {
  return (tensor) => {
    tensor.ints(TensorField.dims, dims);
    tensor.int(TensorField.dataType, typeCode);
    write(tensor);
  };
}

export function functionProto(
  name: string,
  domain: string,
  parts: {
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
    readonly nodes: readonly Write[];
    readonly defaults?: Readonly<Record<string, Write>>;
  },
): Write {
  return (model) => {
    model.message(ModelField.functions, (writer) => {
      writer.string(FunctionField.name, name);
      writer.string(FunctionField.domain, domain);
      for (const value of parts.inputs) writer.string(FunctionField.input, value);
      for (const value of parts.outputs) writer.string(FunctionField.output, value);
      for (const [key, write] of Object.entries(parts.defaults ?? {})) {
        writer.message(FunctionField.attributeProto, (attribute) => {
          attribute.string(AttributeField.name, key);
          write(attribute);
        });
      }
      writer.message(FunctionField.opsetImport, (opset) => {
        opset.int(OpsetField.version, 17);
      });
      for (const body of parts.nodes) writer.message(FunctionField.node, body);
    });
  };
}

export const all =
  (...writes: readonly Write[]): Write =>
  (writer) => {
    for (const write of writes) write(writer);
  };

/** StringStringEntryProto. */
export const entry =
  (field: number, key: string, value: string): Write =>
  (writer) => {
    writer.message(field, (inner) => {
      inner.string(1, key);
      inner.string(2, value);
    });
  };
