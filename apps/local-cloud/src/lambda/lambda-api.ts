import { AwsFault, NotEmulated } from '../front/aws-fault';
import type { AwsService } from '../front/aws-service';
import { parseJson, readBody, sendJson } from '../front/exchange';
import { operationName } from '../front/signed-for';
import type { LambdaInvoker } from './lambda-invoker';

const INVOCATION = /^\/2015-03-31\/functions\/([^/?]+)\/invocations$/;

/** Lambda's own limit on a function. */
const LONGEST_RUN_MS = 15 * 60 * 1000;

export const NO_FUNCTIONS: LambdaInvoker = {
  invoke: async () => ({ kind: 'error', errorType: 'ResourceNotFoundException' }),
};

/** The part of the Lambda API by which tools are run: Invoke, waiting for the answer. */
export function createLambdaApi(functions: LambdaInvoker): AwsService {
  return {
    signingName: 'lambda',
    async handle(request, response) {
      const name = INVOCATION.exec(request.url ?? '')?.[1];
      if (name === undefined) throw new NotEmulated(operationName(request));
      const event = parseJson(await readBody(request));
      const result = await functions.invoke(decodeURIComponent(name), event, LONGEST_RUN_MS);
      if (result.kind === 'ok') return sendJson(response, 200, result.payload);
      if (result.errorType === 'ResourceNotFoundException') {
        throw new AwsFault(404, result.errorType, 'Function not found.');
      }
      response.setHeader('x-amz-function-error', 'Unhandled');
      sendJson(response, 200, { errorType: result.errorType });
    },
  };
}
