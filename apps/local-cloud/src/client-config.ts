/** The account that every local ARN and queue URL carries. */
export const LOCAL_ACCOUNT_ID = '000000000000';

/** Signatures are not checked; the SDK only has to have something to sign with. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** How an SDK client in this process reaches the local cloud. */
export const clientConfig = (endpointUrl: string, region: string) => ({
  endpoint: endpointUrl,
  region,
  credentials: LOCAL_CREDENTIALS,
});
