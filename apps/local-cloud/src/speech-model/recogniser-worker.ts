import { serveRequests } from '../serve-requests';
import { DecoderPool } from './recognition/decoder-pool';
import { Listener } from './recognition/listener';
import type { Recognition, RecognitionRequest } from './recognition/recogniser';

const pool = await DecoderPool.create();
const listeners = new Map<number, Listener>();

serveRequests<RecognitionRequest, Recognition | undefined>(async (request) => ({
  reply: await serve(request),
}));

async function serve(request: RecognitionRequest): Promise<Recognition | undefined> {
  if (request.type === 'open') return open(request.session, request.grammar);
  const listener = listeners.get(request.session);
  if (!listener) throw new Error('This recognition session is gone; open another one.');
  if (request.type === 'finish') return listener.finish();
  if (request.type === 'hear') listener.hear(request.pcm);
  else close(request.session, listener);
  return undefined;
}

async function open(session: number, grammar: string): Promise<undefined> {
  listeners.set(session, new Listener(await pool.take(grammar)));
}

function close(session: number, listener: Listener): void {
  listeners.delete(session);
  listener.finish();
  pool.giveBack(listener.decoder);
}
