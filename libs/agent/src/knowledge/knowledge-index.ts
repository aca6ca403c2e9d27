import type { Passage } from './passage';

/** Port: finds passages of a knowledge base. */
export interface KnowledgeIndex {
  /** The passages that answer `question` best, best first; none when nothing fits. */
  search(question: string, limit: number): readonly Passage[];
}
