/** What whole-call and fault tests build a system from. Nothing in the product may import it. */
export { clientConfig } from './client-config';
export type { CallProgress } from './caller/place-call';
export type { CallPlan, CallerStep } from './caller/scenario';
export { PLACES } from './cli/places';
export { startService, type ServiceProcess } from './cli/service-process';
export { createSecrets, REGION, serviceEnvironment } from './cli/settings';
export { startSystem, type System } from './cli/system';
export { startLocalCloud, type LocalCloud, type LocalCloudOptions } from './cloud';
export { Disturbances, type Disturbance, type Harm } from './front/disturbances';
export type { LambdaInvoker, LambdaResult } from './lambda/lambda-invoker';
export type { TurnScript } from './speech-model/scripted/turn-script';
export type { ModelConnection, SpeechModel } from './speech-model/speech-model';
