export * from './renewal-settings';
export * from './renewing-engine';
export type {
  NamedToolUse,
  Recollection,
  RenewingSession,
  RenewingSessionOptions,
} from './renewing-session';
export type { HistoryCaps } from './replayed-history';
export type { SpeechTarget } from './target-rotation';
export { GO_ON, lateResult } from './told-late';
