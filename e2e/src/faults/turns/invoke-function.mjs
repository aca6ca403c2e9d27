// A Lambda function in a process of its own: `node invoke-function.mjs BUNDLE`, one event a message.
const { handler } = await import(process.argv[2]);

/** What Connect gives a function at most. */
const LIMIT_MS = 8000;

process.on('message', async ({ id, event }) => {
  const endMs = performance.now() + LIMIT_MS;
  const context = { getRemainingTimeInMillis: () => endMs - performance.now() };
  try {
    process.send({ id, payload: await handler(event, context) });
  } catch (error) {
    process.send({ id, errorType: error.name });
  }
});
process.send({ id: 0 });
