import type { AgentDefinition, KnowledgeIndex, Passage } from '@patchbay/agent';
import MiniSearch from 'minisearch';

/** Words that nearly every passage has, and every question. */
const COMMON_WORDS = new Set(
  'a an and are at be by can do does for from how i in is it my of on or our that the there this to was what when where which who will with you your'.split(
    ' ',
  ),
);

/** One letter in six may be heard or written otherwise: "opening" finds "openning". */
const FUZZINESS = 0.17;

/** A heading says more of what a passage is about than a word in its text. */
const TITLE_BOOST = 2;

/** One index an agent: calls share it, and it goes when a new version of the agent comes. */
const indexes = new WeakMap<AgentDefinition, KnowledgeIndex>();

/** The search of an agent's knowledge base by words (BM25), in memory. */
export function miniSearchKnowledge(agent: AgentDefinition): KnowledgeIndex {
  const index = indexes.get(agent) ?? createIndex(agent.knowledge);
  indexes.set(agent, index);
  return index;
}

function createIndex(passages: readonly Passage[]): KnowledgeIndex {
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  const search = new MiniSearch<Passage>({
    fields: ['title', 'text'],
    processTerm: (term) => (COMMON_WORDS.has(term.toLowerCase()) ? null : term.toLowerCase()),
    searchOptions: { boost: { title: TITLE_BOOST }, fuzzy: FUZZINESS, prefix: isLongEnough },
  });
  search.addAll(passages);
  return {
    search: (question, limit) =>
      search
        .search(question)
        .slice(0, limit)
        .flatMap(({ id }) => byId.get(id) ?? []),
  };
}

/** "card" finds "cards"; the first letters of a short word begin too many others. */
const isLongEnough = (term: string) => term.length >= 4;
