/** What whole-call and fault tests build a system from. Nothing in the product may import it. */
export { clientConfig } from './client-config';
export { startService, type ServiceProcess } from './cli/service-process';
export { PLACES } from './cli/places';
export { createSecrets, REGION, serviceEnvironment } from './cli/settings';
export { startLocalCloud, type LocalCloud, type LocalCloudOptions } from './cloud';
export { Disturbances, type Disturbance, type Harm } from './front/disturbances';
