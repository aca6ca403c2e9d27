export interface Asked {
  readonly method: string;
  readonly url: URL;
  /** `AmazonSSM.GetParameter` and the like. */
  readonly target: string;
  readonly body: Buffer;
}

export interface Answer {
  readonly status?: number;
  readonly body: string;
  readonly type?: string;
}

export type Service = (asked: Asked) => Answer;

export const XML = 'text/xml';
export const json = (value: unknown, status = 200): Answer => ({
  status,
  body: JSON.stringify(value),
  type: 'application/x-amz-json-1.1',
});
export const notFound = (type: string) => json({ __type: type, message: 'Not found.' }, 400);
