/** What whole-call and fault tests build a system from. Nothing in the product may import it. */
export type { CallProgress } from './caller/place-call';
export type { CallPlan, CallerStep } from './caller/scenario';
export { clientConfig } from './client-config';
export { instanceFlows } from './cli/instance-flows';
export { PLACES } from './cli/places';
export { startService, type ServiceProcess } from './cli/service-process';
export {
  createSecrets,
  FLOW_PLACEHOLDERS,
  INSTANCE_ARN,
  REGION,
  serviceEnvironment,
} from './cli/settings';
export { startSystem, type System } from './cli/system';
export { startLocalCloud, type LocalCloud, type LocalCloudOptions } from './cloud';
export { createConnect, type Connect } from './connect/connect';
export { S3PromptStore } from './connect/prompts/prompt-store';
export {
  Disturbances,
  type Disturbance,
  type DisturbedRequest,
  type Harm,
} from './front/disturbances';
export type { LambdaInvoker, LambdaResult } from './lambda/lambda-invoker';
export { createSpeechModel } from './speech-model/create-speech-model';
export type { TurnScript } from './speech-model/scripted/turn-script';
export type { ModelConnection, NovaEvent, SpeechModel } from './speech-model/speech-model';
export { countMessages } from './sqs/count-messages';
