import { openAccount, type Account } from './testing/account/account';
import { openShell, type Shell } from './testing/account/shell';

const INSTANCE = '11111111-2222-4333-8444-555555555555';
const instanceArn = `arn:aws:connect:us-east-1:111122223333:instance/${INSTANCE}`;
let account: Account;
let shell: Shell;

beforeAll(async () => {
  const place = { account: '111122223333', region: 'us-east-1', instanceArn };
  account = await openAccount({ ...place, ofInstance: `${instanceArn}/operating-hours/1` });
  shell = openShell(account, process.env.PATH ?? '');
});

afterAll(() => {
  account.close();
  shell.close();
});

test.each([
  ['PASSED', 0],
  ['FAILED', 1],
  ['STOPPED', 1],
])('a test call that ends as %s ends the script with %i', async (verdict, expected) => {
  account.contents.testCases.set('greeting', verdict);

  const { status, printed } = await shell.run(`scripts/smoke-call.sh ${INSTANCE} greeting`);

  expect({ status, printed }).toEqual({ status: expected, printed });
  expect(printed).toContain(expected === 0 ? '' : `ended as ${verdict}`);
});

test('an instance or a test case that is not there is no success', async () => {
  const [elsewhere, unknown] = await Promise.all([
    shell.run('scripts/smoke-call.sh other greeting'),
    shell.run(`scripts/smoke-call.sh ${INSTANCE} farewell`),
  ]);

  expect(elsewhere.status).toBe(1);
  expect(unknown.status).toBe(1);
});
