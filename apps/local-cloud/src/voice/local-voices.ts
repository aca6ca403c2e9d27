/** The voices of the local text to speech: a woman's (slt) and three men's; kal is 8 kHz at heart. */
export const LOCAL_VOICES = ['slt', 'rms', 'awb', 'kal'] as const;
export type LocalVoice = (typeof LOCAL_VOICES)[number];
