/** What came of one invocation of a local Lambda function. */
export type LambdaResult =
  | { readonly kind: 'ok'; readonly payload: unknown }
  /** The function threw, timed out, or does not exist. */
  | { readonly kind: 'error'; readonly errorType: string };

export interface LambdaInvoker {
  /** Runs the function (named by ARN or plain name) with a real Lambda event. */
  invoke(functionArn: string, event: unknown, timeoutMs: number): Promise<LambdaResult>;
}
