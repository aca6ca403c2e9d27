import { compilePattern } from './event-pattern';

const EVENT = {
  source: 'dev.patchbay.calls',
  'detail-type': 'CallEnded',
  resources: ['arn:aws:connect:instance/1', 'arn:aws:connect:contact/2'],
  detail: {
    outcome: 'Transfer',
    turns: 7,
    price: -1.5,
    silent: false,
    nothing: null,
    ip: '10.0.3.4',
    ip6: '2001:db8::7',
    file: 'dir/a*b.wav',
    tags: ['vip', 'night'],
    items: [{ kind: 'card', count: 1 }, { kind: 'loan' }],
    empty: {},
    'agent.id': 'bank-demo',
  },
};

const MATCHES: [string, unknown][] = [
  ['a value of a list', { source: ['x', 'dev.patchbay.calls'] }],
  ['fields of several levels', { 'detail-type': ['CallEnded'], detail: { turns: [7] } }],
  ['null', { detail: { nothing: [null] } }],
  ['a boolean', { detail: { silent: [false] } }],
  ['any element of an array', { resources: ['arn:aws:connect:contact/2'] }],
  ['an object within an array', { detail: { items: { kind: ['loan'] } } }],
  ['prefix', { detail: { outcome: [{ prefix: 'Tra' }] } }],
  ['prefix, any case', { detail: { outcome: [{ prefix: { 'equals-ignore-case': 'tRA' } }] } }],
  ['suffix', { detail: { file: [{ suffix: '.wav' }] } }],
  ['suffix, any case', { detail: { file: [{ suffix: { 'equals-ignore-case': '.WAV' } }] } }],
  ['any case', { detail: { outcome: [{ 'equals-ignore-case': 'TRANSFER' }] } }],
  ['anything but a word', { detail: { outcome: [{ 'anything-but': 'end' }] } }],
  ['anything but numbers', { detail: { turns: [{ 'anything-but': [1, 2] }] } }],
  ['anything but a prefix', { detail: { outcome: [{ 'anything-but': { prefix: 'En' } }] } }],
  ['anything but suffixes', { detail: { file: [{ 'anything-but': { suffix: ['.a', '.b'] } }] } }],
  ['anything but a wildcard', { detail: { file: [{ 'anything-but': { wildcard: 'x*' } }] } }],
  [
    'anything but a list in any case',
    { detail: { outcome: [{ 'anything-but': { 'equals-ignore-case': ['END', 'x'] } }] } },
  ],
  ['one element that is anything but', { detail: { tags: [{ 'anything-but': 'vip' }] } }],
  ['a number', { detail: { turns: [{ numeric: ['=', 7] }] } }],
  ['a range', { detail: { turns: [{ numeric: ['>', 5, '<=', 7] }] } }],
  ['a negative bound', { detail: { price: [{ numeric: ['<', -1] }] } }],
  ['a field that is there', { detail: { turns: [{ exists: true }] } }],
  ['a field that is not there', { detail: { missing: [{ exists: false }] } }],
  ['a field missing deep down', { detail: { a: { b: [{ exists: false }] } } }],
  ['a wildcard', { detail: { file: [{ wildcard: 'dir/*.wav' }] } }],
  ['a literal star', { detail: { file: [{ wildcard: 'dir/a\\*b.wav' }] } }],
  ['an IPv4 block', { detail: { ip: [{ cidr: '10.0.0.0/16' }] } }],
  ['an IPv6 block', { detail: { ip6: [{ cidr: '2001:db8::/32' }] } }],
  ['one of $or', { $or: [{ source: ['x'] }, { detail: { turns: [7] } }] }],
  ['$or within detail', { detail: { $or: [{ turns: [1] }, { outcome: ['Transfer'] }] } }],
  ['a dotted name as nesting', { 'detail.outcome': ['Transfer'] }],
  ['nesting as a dotted name', { detail: { agent: { id: ['bank-demo'] } } }],
];

test.each(MATCHES)('matches %s', (_, pattern) => {
  expect(compilePattern(JSON.stringify(pattern))(EVENT)).toBe(true);
});

const MISSES: [string, unknown][] = [
  ['another value', { source: ['other'] }],
  ['one of two fields', { source: ['dev.patchbay.calls'], 'detail-type': ['CallFailed'] }],
  ['a number as a word', { detail: { turns: ['7'] } }],
  ['a prefix in the wrong case', { detail: { outcome: [{ prefix: 'tra' }] } }],
  ['anything but what is there', { detail: { outcome: [{ 'anything-but': ['Transfer'] }] } }],
  ['anything but, for a missing field', { detail: { missing: [{ 'anything-but': 'x' }] } }],
  ['anything but its prefix', { detail: { outcome: [{ 'anything-but': { prefix: 'Tr' } }] } }],
  ['out of range', { detail: { turns: [{ numeric: ['>', 7, '<', 9] }] } }],
  ['a word as a number', { detail: { outcome: [{ numeric: ['>', 0] }] } }],
  ['exists for an object', { detail: { empty: [{ exists: true }] } }],
  ['a field that should not be there', { detail: { turns: [{ exists: false }] } }],
  ['a wildcard that does not reach', { detail: { file: [{ wildcard: '*.mp3' }] } }],
  ['a dot that stands for itself', { detail: { file: [{ wildcard: '*?wav' }] } }],
  ['another block', { detail: { ip: [{ cidr: '10.1.0.0/16' }] } }],
  ['IPv4 in an IPv6 block', { detail: { ip: [{ cidr: '::/0' }] } }],
  ['none of $or', { $or: [{ source: ['x'] }, { source: ['y'] }] }],
  ['a field inherited by every object', { detail: { toString: [{ exists: true }] } }],
];

test.each(MISSES)('does not match %s', (_, pattern) => {
  expect(compilePattern(JSON.stringify(pattern))(EVENT)).toBe(false);
});

const INVALID: [string, string][] = [
  ['no JSON', '{'],
  ['a list', '[]'],
  ['nothing', '{}'],
  ['a bare value', '{"source":"x"}'],
  ['an empty list', '{"source":[]}'],
  ['a list in a list', '{"source":[["x"]]}'],
  ['two operators in one', '{"a":[{"prefix":"x","suffix":"y"}]}'],
  ['no operator', '{"a":[{}]}'],
  ['an unknown operator', '{"a":[{"regex":"x"}]}'],
  ['an operator inherited by every object', '{"a":[{"constructor":"x"}]}'],
  ['exists as a word', '{"a":[{"exists":"true"}]}'],
  ['a prefix that is a number', '{"a":[{"prefix":1}]}'],
  ['two stars', '{"a":[{"wildcard":"a**b"}]}'],
  ['a wrong escape', '{"a":[{"wildcard":"a\\\\b"}]}'],
  ['a malformed block', '{"a":[{"cidr":"10.0.0.0/33"}]}'],
  ['a block without prefix', '{"a":[{"cidr":"10.0.0.0"}]}'],
  ['an unknown comparison', '{"a":[{"numeric":["!=",1]}]}'],
  ['an empty range', '{"a":[{"numeric":[">",5,"<",5]}]}'],
  ['two lower bounds', '{"a":[{"numeric":[">",1,">",2]}]}'],
  ['a bound out of range', '{"a":[{"numeric":["<",6e9]}]}'],
  ['anything but a boolean', '{"a":[{"anything-but":true}]}'],
  ['anything but a mixed list', '{"a":[{"anything-but":["a",1]}]}'],
  ['anything but an empty prefix', '{"a":[{"anything-but":{"prefix":""}}]}'],
  ['anything but numeric', '{"a":[{"anything-but":{"numeric":["=",1]}}]}'],
];

test.each(INVALID)('refuses %s', (_, pattern) => {
  expect(() => compilePattern(pattern)).toThrow(
    expect.objectContaining({ name: 'InvalidEventPatternException' }),
  );
});
