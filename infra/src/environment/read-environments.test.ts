import { changed, ENVIRONMENTS_TEXT } from '../testing/an-environment';
import { environmentNamed, readEnvironments } from './read-environments';

/** The mistakes that are found in a text, in words. */
function problemsOf(text: string): readonly string[] {
  try {
    readEnvironments(text);
    return [];
  } catch (error) {
    return (error as { problems: readonly string[] }).problems;
  }
}

const lineWith = (text: string, piece: string, after = '') => {
  const from = text.indexOf(after);
  return text.slice(0, text.indexOf(piece, from)).split('\n').length;
};

describe('the file of environments', () => {
  test('as committed, has no mistake', () => {
    expect(problemsOf(ENVIRONMENTS_TEXT)).toEqual([]);
  });

  test('an environment that is not in it is refused with those that are', () => {
    const environments = readEnvironments(ENVIRONMENTS_TEXT);

    expect(() => environmentNamed('staging', environments)).toThrow(/take one of dev, prod/);
  });

  test('every mistake is told at once, with its line', () => {
    const text = changed(({ dev, prod }) => {
      delete dev.connect.instanceArn;
      prod.calls.planned = 'many';
      prod.colour = 'red';
    });

    const problems = problemsOf(text);

    expect(problems).toHaveLength(3);
    expect(problems[0]).toBe(
      `infra/environments.json:${lineWith(text, '"connect"')}: dev.connect.instanceArn is missing`,
    );
    expect(problems[1]).toContain(`:${lineWith(text, '"planned": "many"')}: prod.calls.planned`);
    expect(problems[2]).toBe(
      `infra/environments.json:${lineWith(text, '"colour"')}: prod.colour is no setting`,
    );
  });

  test('a Region without the speech model is refused with those that have it', () => {
    const text = changed(({ dev }) => (dev.speech.region = 'eu-west-2'));

    const line = lineWith(text, '"region": "eu-west-2"');
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(
        `:${line}: dev\\.speech\\.region has no Nova 2 Sonic: take one of us-east-1`,
      ),
    ]);
  });

  test.each(['alias/aws/s3', 'arn:aws:kms:us-east-1:111122223333:alias/aws/connect'])(
    'the key %s, which Connect cannot use, is refused',
    (kmsKeyArn) => {
      const text = changed(({ dev }) => (dev.kmsKeyArn = kmsKeyArn));

      const line = lineWith(text, '"kmsKeyArn"');
      expect(problemsOf(text).join()).toMatch(`:${line}: dev.kmsKeyArn is an AWS-managed key`);
    },
  );

  test.each([
    ['another Region', 'eu-north-1:111122223333'],
    ['another account', 'us-east-1:999999999999'],
  ])('a key of %s is refused', (_, place) => {
    const key = `arn:aws:kms:${place}:key/11111111-2222-4333-8444-555555555555`;
    const text = changed(({ dev }) => (dev.kmsKeyArn = key));

    const line = lineWith(text, '"kmsKeyArn"');
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(`:${line}: dev.kmsKeyArn is not in account 111122223333, Region us-`),
    ]);
  });

  test('two environments of one account with one prefix are refused, also in two Regions', () => {
    const text = changed((environments) => {
      environments.twin = JSON.parse(
        JSON.stringify(environments.dev).replaceAll('us-east-1', 'us-west-2'),
      );
    });

    const line = lineWith(text, '"prefix"', '"twin"');
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(`:${line}: twin.prefix is the prefix of dev too`),
    ]);
  });

  test('one prefix in two accounts is fine', () => {
    const text = changed(({ dev, prod }) => (dev.prefix = prod.prefix));

    expect(problemsOf(text)).toEqual([]);
  });

  test('concurrency that cannot hold a long poll for each planned call is refused', () => {
    const text = changed(({ prod }) => (prod.calls.processBotTurnConcurrency = 200));

    expect(problemsOf(text)).toEqual([
      expect.stringMatching(
        /prod\.calls\.processBotTurnConcurrency is too small for 200 planned calls: at least 313/,
      ),
    ]);
  });

  test('bridges without room for the planned calls are refused', () => {
    const text = changed(({ prod }) => (prod.bridge.maxTasks = 3));

    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/is room for 150 calls, but 200 are planned/),
    ]);
  });

  test('without NAT, everything that has no endpoint is named', () => {
    const text = changed(({ dev }) => (dev.network.nat = 'none'));

    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/no VPC endpoint leads to Kinesis Video Streams.*Connect.*the webhook/),
    ]);
  });

  test('without NAT is possible where endpoints lead to everything', () => {
    const text = changed(({ dev }) => {
      dev.network.nat = 'none';
      dev.network.moreEndpoints = ['kinesisvideo', 'connect'];
      dev.webhookUrl = 'https://hooks.example.internal/patchbay';
    });

    expect(problemsOf(text)).toEqual([]);
  });

  test('ARNs of another account, Region or instance are refused', () => {
    const text = changed(({ dev, prod }) => {
      dev.connect.instanceArn = prod.connect.instanceArn;
    });

    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/dev\.connect\.instanceArn is not in account 111122223333/),
      expect.stringMatching(/dev\.connect\.queue\.hoursOfOperationArn belongs to another instance/),
    ]);
  });

  test('a text that is no JSON is refused', () => {
    expect(problemsOf('{ "dev": ')).toHaveLength(1);
  });
});
