import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** Port: prompts in buckets, read with the instance's own right to them. */
export interface PromptStore {
  /** Rejects when there is no such object. */
  fetch(bucket: string, key: string): Promise<Uint8Array>;
}

/** Many calls may be about to play one prompt: it is fetched once for those that ask meanwhile. */
export class S3PromptStore implements PromptStore {
  readonly #s3: Pick<S3Client, 'send'>;
  readonly #onTheWay = new Map<string, Promise<Uint8Array>>();

  constructor(s3: Pick<S3Client, 'send'>) {
    this.#s3 = s3;
  }

  fetch(bucket: string, key: string): Promise<Uint8Array> {
    const name = `${bucket}/${key}`;
    const known = this.#onTheWay.get(name);
    if (known) return known;
    const prompt = this.#read(bucket, key).finally(() => this.#onTheWay.delete(name));
    this.#onTheWay.set(name, prompt);
    return prompt;
  }

  async #read(bucket: string, key: string): Promise<Uint8Array> {
    const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array(0);
  }
}

const OBJECT_URL = /^https:\/\/([a-z0-9][a-z0-9.-]+)\.s3\.[a-z0-9-]+\.amazonaws\.com\/(.+)$/;

/** Bucket and key of an object URL, the only form in which Connect takes a prompt from S3. */
export function objectAddress(url: string): { bucket: string; key: string } | undefined {
  const [, bucket, key] = OBJECT_URL.exec(url) ?? [];
  if (bucket === undefined || key === undefined) return undefined;
  try {
    return { bucket, key: decodeURIComponent(key) };
  } catch {
    return undefined;
  }
}
