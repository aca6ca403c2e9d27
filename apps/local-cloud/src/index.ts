/** What whole-call and fault tests build a system from. Nothing in the product may import it. */
export { clientConfig } from './client-config';
export { startLocalCloud, type LocalCloud, type LocalCloudOptions } from './cloud';
export { Disturbances, type Disturbance, type Harm } from './front/disturbances';
