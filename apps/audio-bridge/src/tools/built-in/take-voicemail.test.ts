import { voicemailSchema } from '@patchbay/contracts';
import { CONTACT_ID, STREAM_ARN } from '@patchbay/testing';
import { aBuiltInCall } from '../testing/built-in-call';
import { closeVoicemail } from './take-voicemail';

const span = (call: ReturnType<typeof aBuiltInCall>) =>
  voicemailSchema.parse(call.stored()[0]?.request);

describe('a message of the caller', () => {
  test('is a span of the media stream, stored and announced when it ends', async () => {
    const call = aBuiltInCall();
    await call.use('take_voicemail', { action: 'start' });
    expect(call.stored()).toEqual([]);

    call.clock.advance(12_000);
    await call.use('take_voicemail', { action: 'stop' }, 'use-2');

    expect(span(call)).toMatchObject({
      streamArn: STREAM_ARN,
      startedAt: '2026-01-05T10:00:00.000Z',
      endedAt: '2026-01-05T10:00:12.000Z',
    });
    await call.checkpoint.publishOutbox();
    const requestKey = call.stored()[0]?.key;
    expect(call.bus.published).toMatchObject([{ type: 'VoicemailLeft', data: { requestKey } }]);
    expect(await call.calls.read(CONTACT_ID)).not.toHaveProperty('voicemail');
  });

  test('ends with the call when nobody ends it before', async () => {
    const call = aBuiltInCall();
    await call.use('take_voicemail', { action: 'start' });
    call.clock.advance(5000);

    expect(await closeVoicemail(call)).toBe(true);
    expect(await closeVoicemail(call)).toBe(false);

    expect(span(call).endedAt).toBe('2026-01-05T10:00:05.000Z');
  });

  test('goes on when another bridge takes the call over', async () => {
    const before = aBuiltInCall();
    await before.use('take_voicemail', { action: 'start' });
    const record = await before.calls.read(CONTACT_ID);
    const after = aBuiltInCall({ record: { ...record } });
    after.clock.advance(9000);

    await after.use('take_voicemail', { action: 'stop' });

    expect(span(after)).toMatchObject({
      startedAt: '2026-01-05T10:00:00.000Z',
      endedAt: '2026-01-05T10:00:09.000Z',
    });
  });

  test('does not end before it began, nor begin twice', async () => {
    const { use } = aBuiltInCall();

    await expect(use('take_voicemail', { action: 'stop' })).rejects.toThrow(/No message/);
    await use('take_voicemail', { action: 'start' });
    await expect(use('take_voicemail', { action: 'start' })).rejects.toThrow(/already/);
  });

  test('cannot be taken while the line is not heard', async () => {
    const { use } = aBuiltInCall({ record: { media: undefined } });

    await expect(use('take_voicemail', { action: 'start' })).rejects.toThrow(/not being heard/);
  });
});
