import { SingleBar } from 'cli-progress';
import type { Output } from './dlq/dlq-dependencies';

/** Results go to standard output; a bar is drawn on a terminal only, beside them. */
export function createOutput(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Output {
  return {
    line: (line) => void stdout.write(`${line}\n`),
    progress: stderr.isTTY
      ? (title, total) => {
          const format = `${title} {bar} {value}/{total}, {eta_formatted} left`;
          const bar = new SingleBar({ format, stream: stderr, clearOnComplete: true });
          bar.start(total, 0);
          return { advance: (count) => bar.increment(count), stop: () => bar.stop() };
        }
      : undefined,
  };
}
