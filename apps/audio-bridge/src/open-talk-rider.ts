import type { Rider } from './checkpoint';
import type { Conversation } from './conversation/conversation';
import type { UnderstoodUntil } from './hearing/understood-until';
import type { HouseRules } from './house-rules';
import type { TurnArchive } from './turn-archive';

export interface TalkParts {
  readonly conversation: Pick<Conversation, 'snapshot'>;
  readonly archive: Pick<TurnArchive, 'pending'>;
  readonly rules: Pick<HouseRules, 'counts'>;
  readonly understood: UnderstoodUntil;
}

/** The talk as it stands, for every write of the record: with it the next owner goes on. */
export function openTalkRider({ conversation, archive, rules, understood }: TalkParts): Rider {
  return ({ cursor, sequence, media }) => {
    const { untilMs, lastWholeFragment: lastFragmentNumber } = understood;
    const open = conversation.snapshot();
    const talk = {
      cursor,
      sequence,
      conversation: { ...open, turns: [...archive.pending, ...open.turns] },
      rules: rules.counts,
      ...(untilMs !== undefined && { understoodUntilMs: untilMs }),
    };
    return {
      talk,
      ...(media && lastFragmentNumber && { media: { ...media, lastFragmentNumber } }),
    };
  };
}
