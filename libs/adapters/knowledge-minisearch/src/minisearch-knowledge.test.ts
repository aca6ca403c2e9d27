import { anAgent } from '@patchbay/testing';
import { miniSearchKnowledge } from './minisearch-knowledge';

const agent = anAgent({
  knowledge: [
    { id: 'cards#lost', title: 'Cards › Lost or stolen', text: 'A colleague blocks it at once.' },
    { id: 'cards#fees', title: 'Cards › Fees', text: 'The first card is free, others cost $5.' },
    { id: 'branches#hours', title: 'Branches › Opening hours', text: 'From nine to five.' },
  ],
});
const ids = (question: string, limit = 3) =>
  miniSearchKnowledge(agent)
    .search(question, limit)
    .map(({ id }) => id);

describe('the knowledge base', () => {
  test.each([
    ['What are your opening hours?', 'branches#hours'],
    ['my card was stolen', 'cards#lost'],
    ['How much is a second card, what does it cost?', 'cards#fees'],
    ['openning houers', 'branches#hours'],
  ])('answers %p', (question, id) => {
    expect(ids(question)[0]).toBe(id);
  });

  test('gives whole passages, as many as asked for', () => {
    expect(miniSearchKnowledge(agent).search('cards', 1)).toHaveLength(1);
    expect(miniSearchKnowledge(agent).search('hours', 1)).toEqual([agent.knowledge[2]]);
  });

  test.each(['mortgage', 'what is the', '', '"*?! \u0000'])('has nothing for %p', (question) => {
    expect(ids(question)).toEqual([]);
  });

  test('is built once for an agent, and anew for its next version', () => {
    const next = { ...agent, knowledge: [] };

    expect(miniSearchKnowledge(agent)).toBe(miniSearchKnowledge(agent));
    expect(miniSearchKnowledge(next).search('cards', 1)).toEqual([]);
  });
});
