/** What tells one model from another, whatever it is called and wherever it lies: its contents. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { ModelError } from '../encoder/modelError.js';
import type { ModelFiles } from '../encoder/modelFolder.js';
import { externalDataOf } from './externalDataOf.js';

/**
 * SHA-256 of the ONNX file, its external data and tokenizer.json. Throws ModelError where one cannot be
 * read. Cost: reads them all, at a gigabyte or two a second.
 */
export async function fingerprint({ modelPath, tokenizerPath }: ModelFiles): Promise<string> {
  const hash = createHash('sha256');
  const data = (await externalDataOf(modelPath)).map((name) =>
    path.join(path.dirname(modelPath), name),
  );
  for (const file of [modelPath, ...data, ...(tokenizerPath === null ? [] : [tokenizerPath])]) {
    try {
      for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) {
        hash.update(chunk as Buffer);
      }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'an error';
      throw new ModelError(`Model: expected a readable file, got ${code} for ${file}`, {
        cause: error,
      });
    }
    // Where one file ends and the next begins.
    hash.update('\0');
  }
  return hash.digest('hex');
}
