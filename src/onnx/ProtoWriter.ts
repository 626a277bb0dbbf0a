import Pbf from 'pbf';

/** From this size on bytes are kept by reference until `finish`, instead of being copied twice. */
const largeBytes = 1024;

const utf8 = new TextEncoder();

/**
 * Protobuf wire format, field by field, over pbf. pbf would copy nested bytes once per level, one
 * byte at a time; here weights are referenced and copied once, into the result.
 */
export class ProtoWriter {
  #pbf = new Pbf();
  #chunks: Uint8Array[] = [];
  #chunkBytes = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#chunkBytes + this.#pbf.pos;
  }

  /** int32, int64 or enum: a safe integer. */
  int(field: number, value: number): void {
    this.#pbf.writeVarintField(field, value);
  }

  float(field: number, value: number): void {
    this.#pbf.writeFloatField(field, value);
  }

  /** UTF-8; a lone surrogate becomes U+FFFD. pbf 4's own encoder garbles planes 2 to 16. */
  string(field: number, value: string): void {
    this.bytes(field, utf8.encode(value));
  }

  /** Packed. Nothing for an empty list. */
  ints(field: number, values: readonly number[]): void {
    this.#pbf.writePackedVarint(field, [...values]);
  }

  /** Packed. Nothing for an empty list. */
  floats(field: number, values: readonly number[]): void {
    this.#pbf.writePackedFloat(field, [...values]);
  }

  bytes(field: number, bytes: Uint8Array): void {
    this.#head(field, bytes.byteLength);
    this.#append(bytes);
  }

  message(field: number, write: (writer: ProtoWriter) => void): void {
    const inner = new ProtoWriter();
    write(inner);
    this.#head(field, inner.length);
    for (const chunk of inner.chunks()) this.#append(chunk);
  }

  /** What was written, in order, as it lies in memory. */
  chunks(): readonly Uint8Array[] {
    this.#flush();
    return this.#chunks;
  }

  /** What was written, in one array. */
  finish(): Uint8Array {
    const result = new Uint8Array(this.length);
    let position = 0;
    for (const chunk of this.chunks()) {
      result.set(chunk, position);
      position += chunk.byteLength;
    }
    return result;
  }

  #head(field: number, length: number): void {
    this.#pbf.writeTag(field, 2);
    this.#pbf.writeVarint(length);
  }

  #append(bytes: Uint8Array): void {
    if (bytes.byteLength < largeBytes) {
      this.#pbf.realloc(bytes.byteLength);
      this.#pbf.buf.set(bytes, this.#pbf.pos);
      this.#pbf.pos += bytes.byteLength;
    } else {
      this.#flush();
      this.#push(bytes);
    }
  }

  #flush(): void {
    if (this.#pbf.pos === 0) return;
    this.#push(this.#pbf.finish());
    this.#pbf = new Pbf();
  }

  #push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#chunkBytes += chunk.byteLength;
  }
}
