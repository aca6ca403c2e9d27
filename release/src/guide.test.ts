import { openAccount, type Account } from './testing/account/account';
import { openShell, type Shell } from './testing/account/shell';
import { read } from './workspace';

/** A deployment takes half a minute; a machine that has much else to do is slow. */
const COMMAND_LIMIT_MS = 600_000;

/** The commands in the shell blocks of a text, without comments, continued lines in one. */
const commandsIn = (text: string) =>
  [...text.matchAll(/```sh\n(.*?)```/gs)]
    .flatMap(([, block = '']) => block.replace(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/(^|\s+)#.*$/, '').trim())
    .filter((line) => line !== '');
const GUIDE = commandsIn(read('infra/README.md'));

const { dev } = JSON.parse(read('infra/environments.json'));
let account: Account;
let shell: Shell;

beforeAll(async () => {
  const { queue, instanceArn } = dev.connect;
  const ofInstance = queue.arn ?? queue.hoursOfOperationArn;
  account = await openAccount({
    account: dev.account,
    region: dev.region,
    instanceArn,
    ofInstance,
  });
  shell = openShell(account, process.env.PATH ?? '');
});

afterAll(() => {
  account.close();
  shell.close();
});

test('the README has the same commands', () => {
  const [, chapter = ''] = read('README.md').split('## Into an account\n');
  const [own = ''] = chapter.split('\n## ');

  expect(commandsIn(own)).toEqual(GUIDE);
});

describe('the deploy guide, in an empty account', () => {
  test.each(GUIDE)(
    '%s',
    async (command) => {
      const { status, printed } = await shell.run(command);

      // What was printed is shown when the status is another.
      expect({ status, printed }).toEqual({ status: 0, printed });
    },
    COMMAND_LIMIT_MS,
  );

  test('everything is deployed, and a number is answered by the inbound flow', () => {
    const { images, answeredBy } = account.contents;
    const stacks = Object.entries(account.stacks.statuses);
    const names = [...read('infra/src/patchbay-stage.ts').matchAll(/Stack\(this, '(\w+)'/g)].map(
      ([, name = '']) => `${dev.prefix}-${name.toLowerCase()}`,
    );

    expect(stacks.map(([name]) => name).toSorted()).toEqual(['CDKToolkit', ...names].toSorted());
    expect(stacks.filter(([, status]) => status !== 'CREATE_COMPLETE')).toEqual([]);
    expect([...images]).toHaveLength(3);
    expect([...answeredBy.values()]).toEqual([`${dev.prefix}-inbound`]);
  });

  test(
    'an environment that there is not is refused with those that there are',
    async () => {
      const { status, printed } = await shell.run('scripts/deploy.sh staging');

      expect(status).toBe(2);
      expect(printed).toContain('"staging" is no environment: take one of dev, prod');
    },
    COMMAND_LIMIT_MS,
  );

  test('nothing was asked for that the account does not play', () => {
    expect(account.unknown).toEqual([]);
  });
});
