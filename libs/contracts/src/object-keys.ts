/** Where a call's objects stand. One agent's calls share a prefix, so that access can be granted by agent. */
const callPrefix = (agentId: string, contactId: string) => `agents/${agentId}/calls/${contactId}`;

export const turnKey = (agentId: string, contactId: string, sequence: number) =>
  `${callPrefix(agentId, contactId)}/turns/${sequence}.json`;

export const transcriptKey = (agentId: string, contactId: string) =>
  `${callPrefix(agentId, contactId)}/transcript.json`;

export const metadataKey = (agentId: string, contactId: string) =>
  `${callPrefix(agentId, contactId)}/metadata.json`;

/** A caller's wish to be called back. */
export const callbackKey = (agentId: string, contactId: string, requestId: string) =>
  `${callPrefix(agentId, contactId)}/callbacks/${requestId}.json`;

/** Where a caller's message lies in the media stream. */
export const voicemailKey = (agentId: string, contactId: string, requestId: string) =>
  `${callPrefix(agentId, contactId)}/voicemails/${requestId}.json`;

/** A reply part, in the prompts bucket. The epoch keeps two owners from writing one object. */
export const partKey = (agentId: string, contactId: string, epoch: number, cursor: number) =>
  `${callPrefix(agentId, contactId)}/parts/${epoch}-${cursor}.wav`;

/**
 * A reply's sentence, in the prompts bucket, named by the digest of voice and text: an agent says
 * many of them again. It may hold a caller's words, so it expires as reply parts do.
 */
export const sentenceKey = (agentId: string, digest: string) =>
  `agents/${agentId}/sentences/${digest}.wav`;

/** A phrase rendered ahead, in the prompts bucket, named by the digest of voice and text. */
export const phraseKey = (digest: string) => `phrases/${digest}.wav`;

/** Says that every phrase of a set stands in the prompts bucket; named by the digest of voice and texts. */
export const phraseSetKey = (digest: string) => `phrases/sets/${digest}.json`;

/** The operators' switches, in the prompts bucket. */
export const switchesKey = 'operations/switches.json';

/** The object URL that Connect's Play prompt takes. */
export const objectUrl = (bucket: string, region: string, key: string) =>
  `https://${bucket}.s3.${region}.amazonaws.com/${key}`;
