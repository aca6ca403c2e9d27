import type { CallChange, WriteCondition } from '@patchbay/call';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';

type Expressions = Pick<
  UpdateItemCommandInput,
  | 'UpdateExpression'
  | 'ConditionExpression'
  | 'ExpressionAttributeNames'
  | 'ExpressionAttributeValues'
>;

const CONDITIONS: Record<WriteCondition['kind'], string> = {
  absent: 'attribute_not_exists(#contactId)',
  present: 'attribute_exists(#contactId)',
  epoch: '#epoch = :heldEpoch',
};

/** The key is never part of a change: it names the item. */
const KEY = 'contactId';

/**
 * SET of the given fields and REMOVE of those given as undefined, under the condition. Other
 * attributes are not touched, so that what a newer version wrote survives a write by this one.
 */
export function updateExpressions(change: CallChange, condition: WriteCondition): Expressions {
  const fields = Object.entries(change).filter(([name]) => name !== KEY);
  const set = fields.filter(([, value]) => value !== undefined);
  const removed = fields.filter(([, value]) => value === undefined);
  const clauses = [
    clause(
      'SET',
      set.map(([name]) => `#${name} = :${name}`),
    ),
    clause(
      'REMOVE',
      removed.map(([name]) => `#${name}`),
    ),
  ].filter((text) => text !== '');
  const values = {
    ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
    ...(condition.kind === 'epoch' && { ':heldEpoch': condition.epoch }),
  };
  const conditionField = condition.kind === 'epoch' ? 'epoch' : KEY;
  return {
    ...(clauses.length > 0 && { UpdateExpression: clauses.join(' ') }),
    ConditionExpression: CONDITIONS[condition.kind],
    ExpressionAttributeNames: Object.fromEntries(
      [...fields.map(([name]) => name), conditionField].map((name) => [`#${name}`, name]),
    ),
    ...(Object.keys(values).length > 0 && {
      ExpressionAttributeValues: marshall(values, { removeUndefinedValues: true }),
    }),
  };
}

function clause(keyword: string, terms: readonly string[]): string {
  return terms.length === 0 ? '' : `${keyword} ${terms.join(', ')}`;
}
