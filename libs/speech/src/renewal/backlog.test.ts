import { createRenewalRig, sound } from '../testing/renewal-rig';

const VOICE = 2000;
const QUIET = 100;
/** It comes hardly faster than it was spoken. */
const PACE = 0.9;
const STRETCH_MS = 100;

test('words that wait behind others in a backlog are heard again by the session that answers', async () => {
  const rig = createRenewalRig({ options: { backlogMs: 6000 } });
  for (const [ms, level] of [
    [800, VOICE],
    [3000, QUIET],
    [800, VOICE],
    [900, QUIET],
  ] as const) {
    for (let passedMs = 0; passedMs < ms; passedMs += STRETCH_MS) {
      await rig.pass(STRETCH_MS * PACE);
      rig.session.sendAudio(sound(STRETCH_MS, level));
    }
  }
  rig.newest().tell({ type: 'caller-text', text: 'The first words.' });
  await rig.settle();

  rig.session.reopen();
  await rig.settle();

  const heard = rig.newest().heard.flatMap((pcm) => [...pcm]);
  expect(rig.sessions).toHaveLength(2);
  expect(heard.filter((sample) => sample === VOICE)).toHaveLength(sound(800, VOICE).length);
});
