import type { MediaBlockElement } from '../demuxer';
import { type TrackRole, trackRole } from './call-audio';
import type { Ownership } from './contact-filter';

/** What is known of the fragment that is being read; each fragment is a document of its own. */
export class Fragment {
  readonly #roles = new Map<number, TrackRole>();
  /** Decimal digits; empty until its tag was read. */
  number = '';
  continuationToken: string | undefined;
  /** Undefined until the first block. */
  ownership: Ownership | undefined;
  /** Blocks that wait for the tags behind the fragment to tell whose they are. */
  withheld: MediaBlockElement[] = [];
  /** Samples of the caller's track that have passed. */
  callerSamples = 0;

  addTrack(trackNumber: number, name: string): void {
    const role = trackRole(name);
    if (role) this.#roles.set(trackNumber, role);
  }

  roleOf(trackNumber: number): TrackRole | undefined {
    return this.#roles.get(trackNumber);
  }

  get hasEcho(): boolean {
    for (const role of this.#roles.values()) if (role === 'to-customer') return true;
    return false;
  }
}
