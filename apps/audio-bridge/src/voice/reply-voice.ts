/**
 * Gives a call's replies their sound: is told what the speech session tells, and brings parts that
 * Connect can play into the conversation, in the order in which they were said.
 */
export interface ReplyVoice {
  /** Rejects when a part of a reply could not be made or stored; never resolves. */
  readonly failure: Promise<never>;
  /** What the model is about to say: a sentence or two. */
  text(text: string): void;
  /** The model's sound of the newest text: PCM16 mono at the session's output rate. */
  audio(pcm: Int16Array): void;
  /** The model's sound of the newest text is complete. */
  audioEnded(): void;
  replyEnded(): void;
  /** The model is gone: drops what is still on its way, and keeps what can be played. */
  cutOff(): void;
  /** Drops what was not handed out, also what is still on its way. */
  interrupted(): void;
  /** What the model says to the caller's last words is not spoken; their next words end that. */
  mute(muted: boolean): void;
  /** Drops what is held and frees what it was given. */
  close(): void;
}
