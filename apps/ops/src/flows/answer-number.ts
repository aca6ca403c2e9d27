import {
  deployedFlowName,
  type DeployedFlows,
  type PhoneLine,
  type PhoneLines,
} from '@patchbay/contact-flow';
import { BadInputError } from '../errors';

export interface AnswerDependencies {
  readonly deployed: Pick<DeployedFlows, 'list'>;
  readonly lines: PhoneLines;
}

/** Which flow now answers which number. */
export interface Answered {
  readonly number: string;
  readonly flow: string;
}

/**
 * Has the inbound flow of a deployment answer a phone number of the instance.
 * @param prefix what the deployment puts before the names of flows
 * @param number in E.164 form; may be left out where the instance has one alone
 * @throws BadInputError when there is no such number or flow
 */
export async function answerNumber(
  { prefix, number }: { prefix: string; number?: string | undefined },
  { deployed, lines }: AnswerDependencies,
): Promise<Answered> {
  const line = choose(await lines.list(), number);
  const name = deployedFlowName('inbound', prefix);
  const flow = (await deployed.list()).find((one) => one.name === name);
  if (!flow) throw new BadInputError(`The instance has no flow ${name}: is the prefix right?`);
  await lines.answerWith(line.id, flow.id);
  return { number: line.number, flow: name };
}

/** Errors name no number: they end in logs. */
function choose(lines: readonly PhoneLine[], number: string | undefined): PhoneLine {
  const fitting = number ? lines.filter((line) => line.number === number) : lines;
  const [line, other] = fitting;
  if (lines.length === 0) throw new BadInputError('The instance has no phone number: claim one.');
  if (!line) throw new BadInputError('The instance does not have this number.');
  if (other) {
    throw new BadInputError(`The instance has ${lines.length} numbers: say which with --number.`);
  }
  return line;
}
