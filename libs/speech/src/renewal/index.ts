export * from './renewal-settings';
export * from './renewing-engine';
export type { RenewingSession, RenewingSessionOptions } from './renewing-session';
export type { HistoryCaps } from './replayed-history';
export type { SpeechTarget } from './target-rotation';
export { lateResult } from './tool-uses';
