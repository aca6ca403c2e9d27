/**
 * Regions in which Amazon Nova 2 Sonic can be called directly: AWS's announcement of its general
 * availability, 2 December 2025. Another Region is refused until it is entered here.
 */
export const SPEECH_REGIONS = ['us-east-1', 'us-west-2', 'ap-northeast-1', 'eu-north-1'] as const;
