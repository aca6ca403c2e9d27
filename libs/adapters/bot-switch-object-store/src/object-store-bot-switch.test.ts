import { switchesKey, type BotSwitches } from '@patchbay/contracts';
import {
  createManualClock,
  createMemoryObjectStore,
  createRecordingLogger,
} from '@patchbay/testing';
import { createObjectStoreBotSwitch, SWITCHES_LIFETIME_MS } from './object-store-bot-switch';
import { writeSwitches } from './switches-object';

const switches = (facts: Partial<BotSwitches>): BotSwitches => ({
  version: 1,
  all: 'on',
  agents: {},
  ...facts,
});

function prepare() {
  const store = createMemoryObjectStore();
  const clock = createManualClock();
  const logger = createRecordingLogger();
  return { store, clock, logger, botSwitch: createObjectStoreBotSwitch({ store, clock, logger }) };
}

describe('the switch', () => {
  test('is on while nobody has decided anything', async () => {
    const { botSwitch, logger } = prepare();

    expect(await botSwitch.isOff('bank')).toBe(false);
    expect(logger.lines).toEqual([]);
  });

  test.each([
    ['all off', switches({ all: 'off' }), true],
    ['all off overrules one that is on', switches({ all: 'off', agents: { bank: 'on' } }), true],
    ['this agent off', switches({ agents: { bank: 'off' } }), true],
    ['another agent off', switches({ agents: { shop: 'off' } }), false],
    ['this agent on', switches({ agents: { bank: 'on' } }), false],
  ])('%s', async (_, decided, isOff) => {
    const { botSwitch, store } = prepare();
    await writeSwitches(store, decided);

    expect(await botSwitch.isOff('bank')).toBe(isOff);
  });

  test('takes effect within two seconds; until then one reading serves all calls', async () => {
    const { botSwitch, store, clock } = prepare();
    await botSwitch.isOff('bank');
    await writeSwitches(store, switches({ all: 'off' }));

    expect(await botSwitch.isOff('bank')).toBe(false);
    clock.advance(SWITCHES_LIFETIME_MS);
    expect(await botSwitch.isOff('bank')).toBe(true);
  });

  test('stays as it was last read while the store fails, and says so', async () => {
    const { botSwitch, store, clock, logger } = prepare();
    await writeSwitches(store, switches({ all: 'off' }));
    await botSwitch.isOff('bank');
    store.get = () => Promise.reject(new Error('no route'));
    clock.advance(SWITCHES_LIFETIME_MS);

    expect(await botSwitch.isOff('bank')).toBe(true);
    expect(logger.lines).toMatchObject([{ level: 'warn', fields: { errorName: 'Error' } }]);
  });

  test.each(['', 'off', '{"version":1,"all":"maybe","agents":{}}'])(
    'that cannot be understood is on, and that is logged (%p)',
    async (content) => {
      const { botSwitch, store, logger } = prepare();
      await store.put(switchesKey, content, 'application/json');

      expect(await botSwitch.isOff('bank')).toBe(false);
      expect(logger.lines).toMatchObject([{ fields: { errorName: 'UnusableSwitchesError' } }]);
    },
  );

  test('keeps no caller waiting for a store that does not answer', async () => {
    const { botSwitch, store, logger } = prepare();
    store.get = () => new Promise(() => undefined);

    expect(await botSwitch.isOff('bank')).toBe(false);
    expect(logger.lines).toMatchObject([{ fields: { errorName: 'SwitchesTimeoutError' } }]);
  });
});
