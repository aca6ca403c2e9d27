import { aCallRecord, anOwner, CONTACT_ID, createMemoryCallStore } from '@patchbay/testing';
import { claimCall } from './claim-call';

const claimant = (port: number) => ({
  owner: anOwner(`https://127.0.0.1:${port}`),
  heldMessageId: `m${port}`,
});

describe('claimCall', () => {
  test('raises the epoch and names the owner and its message', async () => {
    const record = aCallRecord({ epoch: 4 });
    const calls = createMemoryCallStore(record);

    const claimed = await claimCall(record, claimant(1), calls);

    expect(claimed).toMatchObject({ epoch: 5, losses: 0, ...claimant(1) });
    expect(await calls.read(CONTACT_ID)).toEqual(claimed);
  });

  test('one of two bridges that claim at once gets the call', async () => {
    const record = aCallRecord();
    const calls = createMemoryCallStore(record);

    const claims = await Promise.all(
      [1, 2].map((port) => claimCall(record, claimant(port), calls)),
    );

    expect(claims.filter((claimed) => claimed !== undefined)).toHaveLength(1);
    expect(await calls.read(CONTACT_ID)).toMatchObject({ epoch: 1 });
  });

  test('two messages of one call do not both get it for the same bridge', async () => {
    const record = aCallRecord();
    const calls = createMemoryCallStore(record);
    const { owner } = claimant(1);

    const claims = await Promise.all(
      ['m1', 'm2'].map((heldMessageId) => claimCall(record, { owner, heldMessageId }, calls)),
    );

    expect(claims.filter((claimed) => claimed !== undefined)).toHaveLength(1);
  });

  test('an owner that the record still names is a loss, one that handed over is none', async () => {
    const lost = aCallRecord({ epoch: 1, owner: anOwner(), losses: 1 });
    const handedOver = aCallRecord({ epoch: 1, losses: 1 });

    const claims = await Promise.all(
      [lost, handedOver].map((record) =>
        claimCall(record, claimant(1), createMemoryCallStore(record)),
      ),
    );

    expect(claims.map((claimed) => claimed?.losses)).toEqual([2, 1]);
  });

  test('knows what the owner before wrote until the very claim', async () => {
    const seen = aCallRecord({ epoch: 1, owner: anOwner(), cursor: 3 });
    const calls = createMemoryCallStore({ ...seen, cursor: 4 });

    expect(await claimCall(seen, claimant(1), calls)).toMatchObject({ epoch: 2, cursor: 4 });
  });

  test('claims a call that was taken from its silent owner at the same moment', async () => {
    const seen = aCallRecord({ epoch: 1, owner: anOwner(), losses: 0 });
    const taken = aCallRecord({ epoch: 2, losses: 1 });
    const calls = createMemoryCallStore(taken);

    const claimed = await claimCall(seen, claimant(1), calls);

    expect(claimed).toMatchObject({ epoch: 3, losses: 1, ...claimant(1) });
  });

  test('a claim whose answer was lost is recognised, not taken for that of another', async () => {
    const record = aCallRecord();
    const calls = createMemoryCallStore(record);
    const { write } = calls;
    calls.write = async (...args) => {
      await write(...args);
      // What the SDK does when the connection broke after the write.
      await write(...args);
    };

    expect(await claimCall(record, claimant(1), calls)).toMatchObject({ epoch: 1 });
  });
});
