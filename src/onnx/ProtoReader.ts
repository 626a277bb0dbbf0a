import Pbf from 'pbf';
import { OnnxError } from './OnnxError.js';

const WireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
type WireType = (typeof WireType)[keyof typeof WireType];
const wireNames = ['varint', 'fixed64', 'bytes', 'group', 'group', 'fixed32', 'none', 'none'];

/** Subgraphs nest a few levels; protobuf's own limit is 100. Bounds the recursion on hostile files. */
const maxDepth = 100;

/** ignoreBOM keeps a leading U+FEFF, which is part of a name like any other character. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Protobuf wire format, field by field, over pbf. pbf itself reads past the end of a truncated
 * message without noticing; every length is checked here before it is used.
 */
export class ProtoReader {
  readonly #pbf: Pbf;
  readonly #path: string[];
  #end: number;
  #wireType: WireType = WireType.varint;

  /** @param part what the bytes are, for messages: 'model'. */
  constructor(bytes: Uint8Array, part: string) {
    this.#pbf = new Pbf(bytes);
    // pbf's own view starts at the buffer, not at the array.
    this.#pbf.dataView = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#path = [part];
    this.#end = bytes.byteLength;
  }

  /** Where the reader is: 'model/graph/node 3'. */
  get where(): string {
    return this.#path.join('/');
  }

  /** Visits every field up to the end of the current message; what `visit` leaves is skipped. */
  fields(visit: (field: number) => void): void {
    while (this.#pbf.pos < this.#end) {
      const key = this.#varint(false);
      const field = Math.floor(key / 8);
      const type = key % 8;
      if (field === 0 || !isWireType(type)) {
        throw new OnnxError(
          'a protobuf field',
          `tag ${String(field)}, wire type ${String(type)}: damaged or not an ONNX file`,
          this.where,
        );
      }
      this.#wireType = type;
      const start = this.#pbf.pos;
      visit(field);
      if (this.#pbf.pos === start) this.#skip();
    }
  }

  /** Descends into a message field; `read` must visit its `fields`. */
  message<T>(part: string, read: () => T): T {
    const outerEnd = this.#end;
    const length = this.#length();
    if (this.#path.length >= maxDepth) {
      throw new OnnxError(
        `at most ${String(maxDepth)} nested messages`,
        'more',
        this.#path.slice(0, 5).join('/'),
      );
    }
    this.#path.push(part);
    this.#end = this.#pbf.pos + length;
    const result = read();
    this.#end = outerEnd;
    this.#path.pop();
    return result;
  }

  /** A length-delimited field, as a view. */
  bytes(): Uint8Array {
    const length = this.#length();
    const start = this.#pbf.pos;
    this.#pbf.pos = start + length;
    return this.#pbf.buf.subarray(start, this.#pbf.pos);
  }

  string(): string {
    const bytes = this.bytes();
    try {
      return utf8.decode(bytes);
    } catch {
      throw new OnnxError('UTF-8 text', `${String(bytes.length)} other bytes`, this.where);
    }
  }

  /** int32, int64 or enum; beyond ±(2^53 − 1) saturated there. */
  int(): number {
    this.#expect(WireType.varint);
    return this.#int();
  }

  float(): number {
    this.#expect(WireType.fixed32);
    return this.#float();
  }

  /** Repeated ints, one occurrence: packed or single, appended to `into`. */
  ints(into: number[]): void {
    this.#repeated(WireType.varint, () => into.push(this.#int()));
  }

  floats(into: number[]): void {
    this.#repeated(WireType.fixed32, () => into.push(this.#float()));
  }

  doubles(into: number[]): void {
    this.#repeated(WireType.fixed64, () => into.push(this.#double()));
  }

  /** Repeated 64-bit varints, exactly; as unsigned bits. */
  bigInts(into: bigint[]): void {
    this.#repeated(WireType.varint, () => into.push(this.#bigInt()));
  }

  #repeated(type: WireType, readOne: () => void): void {
    if (this.#wireType !== WireType.bytes) {
      this.#expect(type);
      readOne();
      return;
    }
    const outerEnd = this.#end;
    this.#end = this.#length() + this.#pbf.pos;
    while (this.#pbf.pos < this.#end) readOne();
    this.#end = outerEnd;
  }

  #skip(): void {
    switch (this.#wireType) {
      case WireType.varint:
        this.#varint(false);
        break;
      case WireType.fixed64:
        this.#need(8);
        this.#pbf.pos += 8;
        break;
      case WireType.fixed32:
        this.#need(4);
        this.#pbf.pos += 4;
        break;
      case WireType.bytes:
        this.bytes();
        break;
    }
  }

  #length(): number {
    this.#expect(WireType.bytes);
    const length = this.#varint(false);
    this.#need(length);
    return length;
  }

  #int(): number {
    const value = this.#varint(true);
    return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value));
  }

  #float(): number {
    this.#need(4);
    return this.#pbf.readFloat();
  }

  #double(): number {
    this.#need(8);
    return this.#pbf.readDouble();
  }

  #varint(signed: boolean): number {
    this.#checkVarint();
    return this.#pbf.readVarint(signed);
  }

  #bigInt(): bigint {
    const end = this.#checkVarint();
    let value = 0n;
    for (let i = end - 1; i >= this.#pbf.pos; i--) {
      value = (value << 7n) | BigInt((this.#pbf.buf[i] ?? 0) & 0x7f);
    }
    this.#pbf.pos = end;
    return BigInt.asUintN(64, value);
  }

  /** Where the varint at the current position ends, having checked that it does. */
  #checkVarint(): number {
    const limit = Math.min(this.#end, this.#pbf.pos + 10);
    for (let i = this.#pbf.pos; i < limit; i++) {
      if ((this.#pbf.buf[i] ?? 0) < 0x80) return i + 1;
    }
    if (limit === this.#end) this.#truncated(1);
    throw new OnnxError('a varint', 'more than 10 bytes: damaged or not ONNX', this.where);
  }

  #expect(type: WireType): void {
    if (this.#wireType === type) return;
    throw new OnnxError(
      `wire type ${wireNames[type] ?? ''}`,
      `${wireNames[this.#wireType] ?? ''}: damaged or not an ONNX file`,
      this.where,
    );
  }

  #need(length: number): void {
    const missing = length - (this.#end - this.#pbf.pos);
    if (missing > 0) this.#truncated(missing);
  }

  #truncated(missing: number): never {
    throw new OnnxError(
      `${String(missing)} more bytes`,
      'the end: truncated or not an ONNX file',
      this.where,
    );
  }
}

function isWireType(type: number): type is WireType {
  return type === 0 || type === 1 || type === 2 || type === 5;
}
