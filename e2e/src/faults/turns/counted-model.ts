import type { ModelConnection, NovaEvent, SpeechModel } from '@patchbay/local-cloud';

/** What a speech model was asked and did, over all its sessions. */
export interface ModelCounts {
  /** Utterances that it was asked to answer. */
  requests: number;
  /** Replies that it gave to the end. */
  replies: number;
}

/** Counts by the events of the wire. */
export function countModel(model: SpeechModel): SpeechModel & { readonly counts: ModelCounts } {
  const counts = { requests: 0, replies: 0 };
  const count = (event: NovaEvent) => {
    if (event['textOutput']?.['role'] === 'USER') counts.requests += 1;
    const { type, stopReason } = event['contentEnd'] ?? {};
    if (type === 'TEXT' && stopReason === 'END_TURN') counts.replies += 1;
  };
  const counted = (connection: ModelConnection): ModelConnection => ({
    modelId: connection.modelId,
    send: (event) => {
      count(event);
      connection.send(event);
    },
    fail: (exception, message) => connection.fail(exception, message),
    end: () => connection.end(),
  });
  return { counts, open: (connection) => model.open(counted(connection)) };
}
