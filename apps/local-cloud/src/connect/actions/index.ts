import type { ActionType } from './action';
import { updateContactAttributes, updateFlowAttributes } from './attributes';
import { updateContactRecording, updateFlowLogging } from './behaviours';
import { compare } from './compare';
import {
  disconnectParticipant,
  endFlowExecution,
  transferContactToQueue,
  transferToThirdParty,
  updateContactTargetQueue,
} from './ending';
import { updateContactEventHooks } from './event-hooks';
import { invokeLambdaFunction } from './invoke-lambda';
import { updateContactMediaStreaming } from './media-streaming';
import { messageParticipantIteratively } from './message-iteratively';
import { messageParticipant } from './message-participant';
import { getParticipantInput } from './participant-input';

/** Every action type that the simulation can run; a flow with another is refused. */
export const ACTION_TYPES: ReadonlyMap<string, ActionType> = new Map([
  ['UpdateFlowLoggingBehavior', updateFlowLogging],
  ['UpdateContactRecordingBehavior', updateContactRecording],
  ['UpdateContactMediaStreamingBehavior', updateContactMediaStreaming],
  ['UpdateContactAttributes', updateContactAttributes],
  ['UpdateFlowAttributes', updateFlowAttributes],
  ['UpdateContactEventHooks', updateContactEventHooks],
  ['InvokeLambdaFunction', invokeLambdaFunction],
  ['Compare', compare],
  ['MessageParticipant', messageParticipant],
  ['MessageParticipantIteratively', messageParticipantIteratively],
  ['GetParticipantInput', getParticipantInput],
  ['UpdateContactTargetQueue', updateContactTargetQueue],
  ['TransferContactToQueue', transferContactToQueue],
  ['TransferParticipantToThirdParty', transferToThirdParty],
  ['DisconnectParticipant', disconnectParticipant],
  ['EndFlowExecution', endFlowExecution],
]);
