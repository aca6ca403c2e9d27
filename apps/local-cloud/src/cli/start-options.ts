import { Command, Option } from 'commander';
import { withDelayOptions, type Delays } from './delay-options';
import { numberBetween } from './number-between';

/** What to place: a scenario, phrases to say, or WAV files to play. */
export interface CallRequest {
  readonly scenario?: string;
  readonly say?: readonly string[];
  readonly wav?: readonly string[];
  readonly agent?: string;
}

export interface StartOptions extends CallRequest, Delays {
  readonly once: boolean;
  readonly json: boolean;
  /** False boots the system without placing the stock call. */
  readonly call: boolean;
  readonly speed: number;
  readonly port: number;
  readonly model: 'listening' | 'scripted';
  /** Services and functions log everything. */
  readonly verbose: boolean;
}

/** Shows a transfer: the call with the most to see. */
export const STOCK_SCENARIO = 'lost-card';

/** Where the local cloud listens on 127.0.0.1 unless told otherwise. */
export const DEFAULT_PORT = 4590;

/** Beyond this the listening model's own work takes longer than the sound. */
const MAX_SPEED = 8;

const collect = (value: string, earlier: string[] = []) => [...earlier, value];

/** The options that say which call to place; `start` and `call` share them. */
export function withCallOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--scenario <name>', 'a scenario of e2e/scenarios').conflicts(['say', 'wav']),
    )
    .addOption(
      new Option('--say <text>', 'what the caller says; again for the next thing')
        .argParser(collect)
        .conflicts('wav'),
    )
    .option('--wav <file>', 'a WAV file that the caller plays; again for the next one', collect)
    .option('--agent <agentId>', 'the agent that the flow names (default: by the dialled number)');
}

const EXAMPLES = `
Examples:
  npm start                                     boot everything, place the stock call, stay up
  npm start -- --once                           one call, then end
  npm start -- --once --json --scenario balance the same, with its result as JSON
  npm start -- --say "I lost my card" --say yes your own words
  npm start -- --wav hello.wav --wav yes.wav    your own voice`;

/** @throws CommanderError after it has said what is wrong with the arguments */
export function parseStartOptions(argv: readonly string[]): StartOptions {
  const command = withDelayOptions(withCallOptions(new Command('npm start --')))
    .description('Runs the whole system on this machine and places a call.')
    .option('--once', 'place one call, then end every process', false)
    .option('--json', 'print the result of the call as one JSON object in the last line', false)
    .option('--no-call', 'boot the system and wait for "npm run call"')
    .addOption(
      new Option('--speed <factor>', 'callers, stream and prompts run so much faster than life')
        .argParser(numberBetween(0.5, MAX_SPEED))
        .default(1),
    )
    .addOption(
      new Option('--port <port>', 'where the local cloud listens on 127.0.0.1; 0 for any')
        .argParser(numberBetween(0, 65535))
        .default(DEFAULT_PORT),
    )
    .addOption(
      new Option('--model <kind>', 'the speech model: understands the caller, or only answers')
        .choices(['listening', 'scripted'])
        .default('listening'),
    )
    .option('--verbose', 'let services and functions log everything, in .local/logs', false)
    .addHelpText('after', EXAMPLES)
    .exitOverride();
  return command.parse(argv, { from: 'user' }).opts();
}
