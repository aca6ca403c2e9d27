export * from './fvad-voice-activity';
