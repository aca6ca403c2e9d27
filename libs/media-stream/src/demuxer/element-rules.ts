import { ID } from './matroska';

/** Where in a document a reader can be; bits, so that a rule names several places at once. */
export const PLACE = {
  outside: 1,
  header: 2,
  segment: 4,
  tracks: 8,
  track: 16,
  tags: 32,
  tag: 64,
  simpleTag: 128,
  cluster: 256,
} as const;

const { outside, header, segment, tracks, track, tags, tag, simpleTag, cluster } = PLACE;

/** A Segment and all that it holds. */
const IN_SEGMENT = segment | tracks | track | tags | tag | simpleTag | cluster;

export interface ElementRule {
  readonly name: string;
  /** Where it may begin. A master of unknown size ends where one that cannot be inside it begins. */
  readonly within: number;
  /** Masters are walked into; what they hold is found in this place. */
  readonly opens?: number;
}

/** Elements that we do not read may stand anywhere in a document. */
export const UNREAD: ElementRule = { name: 'an element', within: header | IN_SEGMENT };

export const RULES: ReadonlyMap<number, ElementRule> = new Map<number, ElementRule>([
  [ID.ebml, { name: 'an EBML header', within: outside | IN_SEGMENT, opens: header }],
  [ID.segment, { name: 'a Segment', within: header, opens: segment }],
  [ID.tracks, { name: 'Tracks', within: IN_SEGMENT, opens: tracks }],
  [ID.trackEntry, { name: 'a TrackEntry', within: tracks | track, opens: track }],
  [ID.trackNumber, { name: 'a TrackNumber', within: track }],
  [ID.name, { name: 'a Name', within: track }],
  [ID.tags, { name: 'Tags', within: IN_SEGMENT, opens: tags }],
  [ID.tag, { name: 'a Tag', within: tags | tag | simpleTag, opens: tag }],
  [ID.simpleTag, { name: 'a SimpleTag', within: tag | simpleTag, opens: simpleTag }],
  [ID.tagName, { name: 'a TagName', within: simpleTag }],
  [ID.tagString, { name: 'a TagString', within: simpleTag }],
  [ID.cluster, { name: 'a Cluster', within: IN_SEGMENT, opens: cluster }],
  [ID.timecode, { name: 'a Timecode', within: cluster }],
  [ID.simpleBlock, { name: 'a SimpleBlock', within: cluster }],
]);
