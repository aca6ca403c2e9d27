import { aBuiltInCall } from '../testing/built-in-call';

describe('the tools that steer the call', () => {
  test.each([
    ['end_call', { reason: 'caller_done' }, { intent: 'end', reason: 'caller_done' }],
    [
      'transfer_to_agent',
      { reason: 'lost_card', summary: 'A card is lost.' },
      { intent: 'transfer', reason: 'lost_card', summary: 'A card is lost.' },
    ],
  ])('%s has done so before anybody waits for its answer', (name, input, step) => {
    const { use, endings } = aBuiltInCall();

    void use(name, input);

    expect(endings).toEqual([step]);
  });

  test('take no reason that is not a code', async () => {
    const { use, endings } = aBuiltInCall();

    await expect(use('end_call', { reason: 'I lost my card' })).rejects.toMatchObject({
      name: 'ToolRefusedError',
      message: expect.stringMatching(/^reason: must be a lower-case code/),
    });
    expect(endings).toEqual([]);
  });
});

describe('the knowledge base', () => {
  test('answers with passages; what is cited is logged by its id alone', async () => {
    const passages = [{ id: 'cards#fees', title: 'Fees', text: 'A card costs five dollars.' }];
    const { use, logger } = aBuiltInCall({ passages });

    expect(await use('search_knowledge', { query: 'what does a card cost' })).toEqual({ passages });

    expect(logger.lines).toMatchObject([{ level: 'info', fields: { passage: 'cards#fees' } }]);
    expect(JSON.stringify(logger.lines)).not.toMatch(/five dollars|what does/);
  });

  test('says so when it has nothing', async () => {
    const { use, logger } = aBuiltInCall();

    expect(await use('search_knowledge', { query: 'mortgages' })).toMatch(/has nothing/);
    expect(logger.lines).toEqual([]);
  });
});

describe('collect_keys', () => {
  const question = { say: 'Please enter your date of birth.', maxDigits: 8 };

  test('tells the model what the caller pressed', async () => {
    const { use } = aBuiltInCall({ keys: '01021990' });
    expect(await use('collect_keys', question)).toEqual({ keys: '01021990' });
  });

  test('says so when nothing was pressed', async () => {
    await expect(aBuiltInCall().use('collect_keys', question)).rejects.toMatchObject({
      message: 'The caller pressed no keys.',
    });
  });
});

test.each(['open_vault', 'toString', '__proto__'])('%s is no tool', async (name) => {
  await expect(aBuiltInCall().use(name, {})).rejects.toMatchObject({ name: 'ToolRefusedError' });
});
