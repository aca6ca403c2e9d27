import { CommandRefusal, parse, type Program } from './command';
import { registryOf, type Contents } from './contents';
import { REGISTRY_PASSWORD } from './services';

/** The two commands of the AWS CLI that a deployment gives: the registry's password, and its images. */
export function aws(contents: Contents): Program {
  return ({ args: [service, verb, ...args] }) => {
    if (service !== 'ecr') throw new CommandRefusal(`not played here: aws ${service} ${verb}`);
    if (verb === 'get-login-password') {
      requireRegion(parse(args, ['region']).need('region'));
      return REGISTRY_PASSWORD;
    }
    if (verb !== 'describe-images') throw new CommandRefusal(`not played here: aws ecr ${verb}`);
    const { need } = parse(args, ['region', 'repository-name', 'image-ids']);
    requireRegion(need('region'));
    const tag = need('image-ids').replace(/^imageTag=/, '');
    const image = `${registryOf(contents.place)}/${need('repository-name')}:${tag}`;
    if (!contents.images.has(image)) throw new CommandRefusal('ImageNotFoundException');
    return '{}';
  };

  function requireRegion(region: string) {
    if (region !== contents.place.region) throw new CommandRefusal(`nothing is in ${region}`);
  }
}
