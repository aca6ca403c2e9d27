import { updateContactRecording } from './behaviours';

test('a flow that lets Connect record is refused', () => {
  const problems = updateContactRecording.problemsOf({
    RecordingBehavior: { RecordedParticipants: ['Customer'] },
  });

  expect(problems).toEqual([
    'RecordingBehavior.RecordedParticipants: recording by Connect is not simulated',
  ]);
});
