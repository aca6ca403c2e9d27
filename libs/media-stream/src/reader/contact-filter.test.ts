import { ContactFilter } from './contact-filter';

const START_MS = 1_700_000_000_000;
const opening = (offsetMs: number, heardUntilMs?: number) => ({
  timestampMs: START_MS + offsetMs,
  heardUntilMs,
  isPartlyHeard: false,
});

describe('whose a fragment is', () => {
  const filter = () => new ContactFilter('contact-1', START_MS, false);

  test('it is presumed ours where the call began and where its sound goes on', () => {
    expect(filter().presume(opening(-900))).toBe('presumed');
    expect(filter().presume(opening(1900))).toBe('presumed');
    expect(filter().presume(opening(60_100, START_MS + 60_000))).toBe('presumed');
    expect(filter().presume({ ...opening(90_000), isPartlyHeard: true })).toBe('presumed');
  });

  test('it has to prove itself anywhere else', () => {
    expect(filter().presume(opening(2100))).toBe('unproven');
    expect(filter().presume(opening(-5000))).toBe('unproven');
    expect(filter().presume(opening(60_300, START_MS + 60_000))).toBe('unproven');
  });

  test('another contact ends the call only after the call was seen', () => {
    const fresh = filter();
    expect(fresh.decide('contact-0')).toEqual({ ownership: 'foreign', isOver: false });
    expect(fresh.decide('contact-1')).toEqual({ ownership: 'ours', isOver: false });
    expect(fresh.decide('contact-2')).toEqual({ ownership: 'foreign', isOver: true });

    const resumed = new ContactFilter('contact-1', START_MS, true);
    expect(resumed.decide('contact-2').isOver).toBe(true);
  });
});
