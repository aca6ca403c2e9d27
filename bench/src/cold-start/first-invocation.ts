import { pathToFileURL } from 'node:url';

/** What a fresh process says of itself, in its last line. */
export interface FirstInvocation {
  /** From before the bundle is loaded until its handler has answered. */
  readonly firstInvocationMs: number;
  /** Most memory that the process ever held. */
  readonly rssMb: number;
}

type Handler = (event: unknown, context: object) => Promise<unknown>;

/** Connect gives a function 8 s. */
const CONTEXT = { getRemainingTimeInMillis: () => 8000 };

// Runs in a process of its own: `first-invocation.mjs BUNDLE EVENT-AS-JSON`.
const [bundle = '', eventJson = ''] = process.argv.slice(2);
const startedMs = performance.now();
const { handler } = (await import(pathToFileURL(bundle).href)) as { handler: Handler };
await handler(JSON.parse(eventJson), CONTEXT);
const measured: FirstInvocation = {
  firstInvocationMs: performance.now() - startedMs,
  rssMb: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(measured));
// Connections are kept alive for an invocation that will not come.
process.exit(0);
