import { unmarshall } from '@aws-sdk/util-dynamodb';
import { updateExpressions } from './update-expression';

describe('updateExpressions', () => {
  test('sets given fields, removes undefined ones and touches nothing else', () => {
    const update = updateExpressions(
      { contactId: 'contact-0001', cursor: 4, owner: undefined },
      { kind: 'present' },
    );

    expect(update.UpdateExpression).toBe('SET #cursor = :cursor REMOVE #owner');
    expect(update.ConditionExpression).toBe('attribute_exists(#contactId)');
    expect(update.ExpressionAttributeNames).toEqual({
      '#contactId': 'contactId',
      '#cursor': 'cursor',
      '#owner': 'owner',
    });
    expect(unmarshall(update.ExpressionAttributeValues ?? {})).toEqual({ ':cursor': 4 });
  });

  test('a claim sets the next epoch on condition of the one it read', () => {
    const update = updateExpressions({ epoch: 8 }, { kind: 'epoch', epoch: 7 });

    expect(update.UpdateExpression).toBe('SET #epoch = :epoch');
    expect(update.ConditionExpression).toBe('#epoch = :heldEpoch');
    expect(unmarshall(update.ExpressionAttributeValues ?? {})).toEqual({
      ':epoch': 8,
      ':heldEpoch': 7,
    });
  });

  test('leaves out expressions that would be empty, which DynamoDB refuses', () => {
    const update = updateExpressions({}, { kind: 'absent' });

    expect(update).toEqual({
      ConditionExpression: 'attribute_not_exists(#contactId)',
      ExpressionAttributeNames: { '#contactId': 'contactId' },
    });
  });
});
