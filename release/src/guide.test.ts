import { read } from './workspace';

interface Place {
  readonly account: string;
  readonly region: string;
  readonly prefix: string;
  readonly release: string;
}

const environments = JSON.parse(read('infra/environments.json')) as Record<string, Place>;
const stacks = [...read('infra/src/patchbay-stage.ts').matchAll(/Stack\(this, '(\w+)'/g)].map(
  ([, name = '']) => name,
);
const { account, region, prefix, release } = environments['dev'] as Place;
const registry = `${account}.dkr.ecr.${region}.amazonaws.com`;

/** Every command of the guide, in the only forms that fit the environment `dev`. */
const KNOWN: readonly RegExp[] = [
  new RegExp(`^npm run synth( -- --env (${Object.keys(environments).join('|')}))?$`),
  new RegExp(`^npx cdk bootstrap aws://${account}/${region}$`),
  new RegExp(`^npx cdk deploy --app \\.local/cdk/dev '?dev/(\\*|${stacks.join('|')})'?$`),
  new RegExp(`^aws ecr get-login-password \\| docker login -u AWS --password-stdin ${registry}$`),
  /^for s in audio-bridge transcript-archiver notification-service; do$/,
  /^target=consumer; \[ \$s = audio-bridge \] && target=bridge$/,
  new RegExp(
    `^docker buildx build --platform linux/arm64 -f images/Dockerfile --build-arg SERVICE=\\$s --target \\$target -t ${registry}/${prefix}/\\$s:${release} --push \\.$`,
  ),
  /^done$/,
  /^aws connect associate-phone-number-contact-flow --phone-number-id … --instance-id … --contact-flow-id …$/,
];

/** The commands in a document's shell blocks, without comments, continued lines in one. */
const commandsOf = (document: string) =>
  [...read(document).matchAll(/```sh\n(.*?)```/gs)]
    .flatMap(([, block = '']) => block.replace(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/(^|\s+)#.*$/, '').trim())
    .filter((line) => line !== '');

test('every command of the deploy guide is known, and names what the environment has', () => {
  const commands = commandsOf('infra/README.md');

  expect(commands.length).toBeGreaterThanOrEqual(KNOWN.length);
  expect(commands.filter((one) => !KNOWN.some((known) => known.test(one)))).toEqual([]);
});
