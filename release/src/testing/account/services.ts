import { json, notFound, XML, type Service } from './answer';
import type { CloudFormation } from './cloud-formation';
import { connect } from './connect';
import { isThere, ofType, registryOf, type Contents } from './contents';
import { queryAnswer, queryError, readQuery, toXml } from './query-protocol';
import { Refusal } from './template';

type Operations = Readonly<Record<string, (request: ReturnType<typeof readQuery>) => object>>;

/** A service of the query protocol, which answers in XML. */
function query(operations: Operations): Service {
  return ({ body }) => {
    const request = readQuery(body.toString());
    const action = request.get('Action') ?? '';
    const operation = operations[action];
    if (!operation) return { status: 501, body: queryError('NotImplemented', action), type: XML };
    try {
      return { body: queryAnswer(action, operation(request)), type: XML };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: 400, body: queryError(error.code, error.message), type: XML };
    }
  };
}

const sts = (contents: Contents) => {
  const { account } = contents.place;
  return query({
    GetCallerIdentity: () => ({
      Account: account,
      Arn: `arn:aws:iam::${account}:user/newcomer`,
      UserId: 'newcomer',
    }),
    AssumeRole(request) {
      const role = request.get('RoleArn') ?? '';
      if (!isThere(contents, 'AWS::IAM::Role', role.split('/').at(-1) ?? '')) {
        throw new Refusal(`not authorized to perform: sts:AssumeRole on ${role}`, 'AccessDenied');
      }
      const Expiration = new Date(Date.now() + 3_600_000);
      return {
        AssumedRoleUser: { Arn: `${role}/newcomer`, AssumedRoleId: 'newcomer' },
        Credentials: {
          AccessKeyId: 'local',
          SecretAccessKey: 'local',
          SessionToken: 's',
          Expiration,
        },
      };
    },
  });
};

/** Settings in Parameter Store. */
const ssm = (contents: Contents): Service => {
  return ({ body }) => {
    const { Name } = JSON.parse(body.toString()) as { Name: string };
    const found = ofType(contents, 'AWS::SSM::Parameter').find(({ name }) => name === Name);
    if (!found) return notFound('ParameterNotFound');
    return json({ Parameter: { Name, Type: 'String', Value: found.properties['Value'] } });
  };
};

/** The buckets that stacks have made, with path-style addresses. */
const s3 = (contents: Contents): Service => {
  return ({ method, url, body }) => {
    const path = decodeURIComponent(url.pathname.slice(1)).replace(/\/$/, '');
    const [bucket = ''] = path.split('/');
    if (!isThere(contents, 'AWS::S3::Bucket', bucket)) {
      return { status: 404, body: queryError('NoSuchBucket', bucket), type: XML };
    }
    if (method === 'PUT') contents.objects.set(path, body);
    if (method !== 'GET' || path !== bucket) return { body: '' };
    const location = `<LocationConstraint>${contents.place.region}</LocationConstraint>`;
    if (url.searchParams.has('location')) return { body: location, type: XML };
    if (url.searchParams.has('encryption')) return { body: ENCRYPTION, type: XML };
    const prefix = `${bucket}/${url.searchParams.get('prefix') ?? ''}`;
    const keys = [...contents.objects.keys()].filter((key) => key.startsWith(prefix));
    const found = keys.map(
      (key) => `<Contents>${toXml({ Key: key.slice(bucket.length + 1) })}</Contents>`,
    );
    return { body: `<ListBucketResult>${found.join('')}</ListBucketResult>`, type: XML };
  };
};
const ENCRYPTION =
  '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>' +
  '<SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>' +
  '</ServerSideEncryptionConfiguration>';

/** The registry's API; images come by Docker. */
const ecr = (contents: Contents): Service => {
  return ({ target, body }) => {
    if (target.endsWith('GetAuthorizationToken')) {
      const authorizationToken = Buffer.from(`AWS:${REGISTRY_PASSWORD}`).toString('base64');
      return json({ authorizationData: [{ authorizationToken }] });
    }
    const { repositoryName, imageIds } = JSON.parse(body.toString());
    const [{ imageTag }] = imageIds as [{ imageTag: string }];
    const image = `${registryOf(contents.place)}/${repositoryName}:${imageTag}`;
    if (!contents.images.has(image)) return notFound('ImageNotFoundException');
    return json({ imageDetails: [{ repositoryName, imageTags: [imageTag] }] });
  };
};

/** With which `docker login` is let in. */
export const REGISTRY_PASSWORD = 'the-password-of-the-registry';

/** By the name for which a request is signed. */
export const servicesOf = (
  contents: Contents,
  stacks: CloudFormation,
): Readonly<Record<string, Service>> => ({
  cloudformation: query(stacks.operations),
  sts: sts(contents),
  ssm: ssm(contents),
  s3: s3(contents),
  ecr: ecr(contents),
  connect: connect(contents),
});
