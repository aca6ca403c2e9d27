import type { AwsRequest } from './aws-service';

/**
 * The service for which a request was signed, from its SigV4 credential scope
 * (`<key>/<date>/<region>/<service>/aws4_request`) in the header or, presigned, in the query.
 */
export const signedFor = (request: AwsRequest): string | undefined => credentialScope(request)[3];

/** The access key that signed a request; undefined without a signature. */
export const signedBy = (request: AwsRequest): string | undefined =>
  credentialScope(request)[0] || undefined;

function credentialScope(request: AwsRequest): string[] {
  const header = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1];
  const credential = header ?? query(request).get('X-Amz-Credential') ?? '';
  return credential.split('/');
}

/**
 * The operation in words fit for a log: the target of the JSON protocols, else the method, the
 * first part of the path and the names of the query. Ids, keys and values are left out.
 */
export function operationName(request: AwsRequest): string {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return target;
  const firstPart = (request.url ?? '').split(/[/?]/)[1] ?? '';
  const names = [...query(request).keys()].join('&');
  return `${request.method} /${firstPart}${names && `?${names}`}`;
}

export function query(request: AwsRequest): URLSearchParams {
  return new URLSearchParams((request.url ?? '').split('?')[1]);
}
