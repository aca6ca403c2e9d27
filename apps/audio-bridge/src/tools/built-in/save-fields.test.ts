import { CONTACT_ID } from '@patchbay/testing';
import { aBuiltInCall } from '../testing/built-in-call';

const fields = {
  repair_type: { type: 'string', description: 'What is broken.', readBack: false },
  date: { type: 'string', description: 'When to come.', readBack: true },
} as const;

describe('what the agent finds out', () => {
  test('is in the record, and a later word corrects an earlier one', async () => {
    const { use, calls } = aBuiltInCall({ agent: { fields } });

    await Promise.all([
      use('save_fields', { repair_type: 'screen', urgent: true }),
      use('save_fields', { repair_type: 'battery' }),
    ]);

    const record = await calls.read(CONTACT_ID);
    expect(record?.fields).toEqual({ repair_type: 'battery', urgent: true });
  });

  test('is read back where the agent wants that', async () => {
    const { use } = aBuiltInCall({ agent: { fields } });

    expect(await use('save_fields', { repair_type: 'screen' })).toBe('Saved.');
    expect(await use('save_fields', { repair_type: 'screen', date: '2026-01-06' })).toMatch(
      /^Saved\. Read back to the caller what you saved as date,/,
    );
  });

  test('is kept by a bridge that takes the call over', async () => {
    const { use, calls } = aBuiltInCall({ agent: { fields }, record: { fields: { a: 1 } } });

    await use('save_fields', { repair_type: 'screen' });

    expect((await calls.read(CONTACT_ID))?.fields).toEqual({ a: 1, repair_type: 'screen' });
  });
});
