import { createLogger, type LogFields } from './logger';

/** What a logger writes, line by line. */
function written(level?: string) {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { lines, logger: createLogger('bridge', { destination, ...(level && { level }) }) };
}

describe('the logger', () => {
  test('writes a fixed message, its service and the fields that are allowed', () => {
    const { lines, logger } = written();

    logger.warn('turn answered', { contactId: 'contact-0001', cursor: 4 });

    expect(lines).toEqual([
      {
        level: 40,
        time: expect.any(String),
        service: 'bridge',
        contactId: 'contact-0001',
        cursor: 4,
        msg: 'turn answered',
      },
    ]);
  });

  test('drops every other field, whatever types say', () => {
    const { lines, logger } = written();
    const leaky = { contactId: 'contact-0001', text: 'my pin is 4711', number: '+15550100199' };

    logger.info('heard', leaky as LogFields);

    expect(JSON.stringify(lines)).not.toMatch(/4711|0100199/);
    expect(lines[0]).toHaveProperty('contactId');
  });

  test('keeps quiet below its level', () => {
    const { lines, logger } = written('warn');

    logger.debug('a');
    logger.info('b');
    logger.error('c');

    expect(lines).toMatchObject([{ msg: 'c' }]);
  });
});
