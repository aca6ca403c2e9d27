import type { Demuxer, DemuxerKind } from './demuxer';
import { EbmlDemuxer } from './ebml-demuxer';
import { IncrementalDemuxer } from './incremental-demuxer';

const DEMUXERS: Readonly<Record<DemuxerKind, () => Demuxer>> = {
  incremental: () => new IncrementalDemuxer(),
  ebml: () => new EbmlDemuxer(),
};

export const DEFAULT_DEMUXER: DemuxerKind = 'incremental';

/** A demuxer for one media session; the default is the one that measures fastest. */
export function createDemuxer(kind: DemuxerKind = DEFAULT_DEMUXER): Demuxer {
  return DEMUXERS[kind]();
}
