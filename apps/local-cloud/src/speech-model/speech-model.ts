/** An event of Nova Sonic's protocol, one key naming it: `{ audioInput: {…} }`. */
export type NovaEvent = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The model's side of one bidirectional stream; the wire is the transport's affair. */
export interface ModelConnection {
  readonly modelId: string;
  send(event: NovaEvent): void;
  /** Ends the stream with a modelled exception such as `validationException`. */
  fail(exception: string, message: string): void;
  /** Ends the stream cleanly. */
  end(): void;
}

export interface ModelSession {
  /** One input event, in order. */
  receive(event: NovaEvent): void;
  /** The client is gone; stop all work. */
  close(): void;
}

/** A stand-in for the speech model, in one of its kinds. */
export interface SpeechModel {
  open(connection: ModelConnection): ModelSession;
}
