import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Repository, RepositoryEncryption, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { SERVICES, type ServiceName } from '../names';
import { EnvironmentStack } from './environment-stack';

/** Enough to go back several releases. */
const KEPT_IMAGES = 20;

/** The images of the services: scanned when pushed, and a tag never changes its meaning. */
export class RegistryStack extends EnvironmentStack {
  readonly #repositories: ReadonlyMap<ServiceName, Repository>;

  constructor(scope: Construct, id: string, settings: Environment) {
    super(scope, id, settings);
    this.#repositories = new Map(SERVICES.map((name) => [name, this.#createRepository(name)]));
  }

  repositoryOf(service: ServiceName): Repository {
    const repository = this.#repositories.get(service);
    if (!repository) throw new Error(`${service} has no repository.`);
    return repository;
  }

  #createRepository(service: ServiceName): Repository {
    return new Repository(this, service, {
      repositoryName: this.names.repository(service),
      encryption: RepositoryEncryption.AES_256,
      imageScanOnPush: true,
      imageTagMutability: TagMutability.IMMUTABLE,
      removalPolicy: this.settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      lifecycleRules: [
        { rulePriority: 1, tagStatus: TagStatus.UNTAGGED, maxImageAge: Duration.days(1) },
        { rulePriority: 2, tagStatus: TagStatus.ANY, maxImageCount: KEPT_IMAGES },
      ],
    });
  }
}
