export interface LoggedLine {
  readonly level: string;
  readonly message: string;
  readonly fields: object;
}

/** A logger that keeps its lines, to look for what must stand in them and what must not. */
export function createRecordingLogger() {
  const lines: LoggedLine[] = [];
  const at =
    (level: string) =>
    (message: string, fields: object = {}) =>
      void lines.push({ level, message, fields });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
