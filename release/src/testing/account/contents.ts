/** Something that a stack has created. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Its name, or one that CloudFormation gave it. */
  readonly name: string;
  readonly arn: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What somebody made by hand before anything was deployed. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** An instance of Amazon Connect, and hours of operation or a queue of it. */
  readonly instanceArn: string;
  readonly ofInstance: string;
}

/** All that there is in the account. */
export interface Contents {
  readonly place: Place;
  readonly resources: Resource[];
  /** Objects of S3, `bucket/key`. */
  readonly objects: Map<string, Buffer>;
  /** Images in the registry, `host/repository:tag`. */
  readonly images: Set<string>;
  /** Which flow answers, by the id of the number. */
  readonly answeredBy: Map<string, string>;
  /** How the test calls of an instance end, by the id of the test case. */
  readonly testCases: Map<string, string>;
}

export const emptyAccount = (place: Place): Contents => ({
  place,
  resources: [],
  objects: new Map(),
  images: new Set(),
  answeredBy: new Map(),
  testCases: new Map(),
});

export const ofType = ({ resources }: Contents, type: string) =>
  resources.filter((resource) => resource.type === type);

export const isThere = (contents: Contents, type: string, name: string) =>
  ofType(contents, type).some((resource) => resource.name === name);

export const registryOf = ({ account, region }: Place) =>
  `${account}.dkr.ecr.${region}.amazonaws.com`;
