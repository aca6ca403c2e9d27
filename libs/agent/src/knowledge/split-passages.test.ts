import { splitPassages } from './split-passages';

const split = (text: string) => splitPassages({ name: 'cards', text });

describe('passages of a Markdown file', () => {
  test('are its sections, known by file and heading', () => {
    const passages = split('Intro.\n\n# Cards\n\nAll of them.\n\n## Lost or stolen?\n\nCall us.\n');

    expect(passages).toEqual([
      { id: 'cards', title: '', text: 'Intro.' },
      { id: 'cards#cards', title: 'Cards', text: 'All of them.' },
      { id: 'cards#lost-or-stolen', title: 'Cards › Lost or stolen?', text: 'Call us.' },
    ]);
  });

  test('carry the headings above them, not those beside', () => {
    const passages = split('# A\n## B\nb\n# C\n### D\nd');

    expect(passages.map(({ title }) => title)).toEqual(['A › B', 'C › D']);
  });

  test('of one long section are cut between paragraphs and numbered', () => {
    const paragraph = 'word '.repeat(150).trim();

    const passages = split(`# Long\n\n${[paragraph, paragraph, paragraph].join('\n\n')}`);

    expect(passages.map(({ id }) => id)).toEqual(['cards#long', 'cards#long-2', 'cards#long-3']);
    expect(passages.every(({ text }) => text === paragraph)).toBe(true);
  });

  test('under the same heading have names of their own', () => {
    expect(split('# Fees\none\n# Fees\ntwo').map(({ id }) => id)).toEqual([
      'cards#fees',
      'cards#fees-2',
    ]);
  });

  test('there are none without text', () => {
    expect(split('# A\n\n## B\n')).toEqual([]);
  });
});
