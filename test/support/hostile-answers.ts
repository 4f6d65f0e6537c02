import fc from 'fast-check';
import type { Channel } from '../../domain/channel.ts';

/** What a platform that is broken, or somebody else's, may answer. */
export interface HostileAnswer {
  status: number;
  text: string;
  /** Header of what is used of the budget. */
  usage: string;
}

type Shape = fc.Arbitrary<unknown>;

const odd: Shape = fc.oneof(
  fc.constantFrom<unknown>(null, '', 0, -1, 0.5, 1e18, 1e300, true, [], {}, 'javascript:alert(1)', '\0', '\u{d800}'),
  fc.constantFrom<unknown>('..', '../../me', 'a/b?c#d', '_', 'a_', '__proto__', 'constructor', '9'.repeat(10_000)),
  fc.constantFrom<unknown>('+275760-09-13T00:00:00Z', '-000001-01-01T00:00:00Z', '0000-01-01', 'WAITING_FOR_ANSWER'),
  fc.jsonValue(),
);

/** Mostly as it should be. */
const mostly = (...good: unknown[]): Shape =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: odd });

const shaped = (members: Record<string, Shape>): Shape =>
  fc.oneof({ weight: 8, arbitrary: fc.record(members, { requiredKeys: [] }) }, { weight: 1, arbitrary: odd });

const many = (element: Shape): Shape =>
  fc.oneof({ weight: 6, arbitrary: fc.array(element, { maxLength: 4 }) }, { weight: 1, arbitrary: odd });

const id = mostly('1', '22_33', '17900000000000101', 44);
const moment = mostly('2026-11-20T09:15:30+0000', '2026-11-21T09:15:30+0000');
const paging = shaped({ next: mostly('https://x.test/?after=A'), cursors: shaped({ after: mostly('A', 'B', 'C') }) });

const edge = (element: Shape): Shape =>
  shaped({
    data: many(element),
    paging: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: paging }),
    summary: shaped({ total_count: mostly(2) }),
  });

const words = { text: mostly('Merhaba'), message: mostly('Merhaba'), timestamp: moment, created_time: moment };
const reply = shaped({
  ...words,
  id,
  from: shaped({ id, username: mostly('ada'), name: mostly('Ada') }),
  hidden: mostly(true),
  is_hidden: mostly(true),
  parent_id: id,
  parent: shaped({ id }),
  media: shaped({ id, ad_title: mostly('Lamba') }),
  can_reply_privately: mostly(true, false),
});
const comment = fc.oneof(reply, shaped({ ...words, id, replies: edge(reply) }));
const place = shaped({
  ...words,
  id,
  caption: mostly('Lamba'),
  permalink: mostly('https://x.test'),
  comments_count: mostly(2, 0),
});
const account = shaped({
  id,
  user_id: id,
  username: mostly('shop'),
  name: mostly('Shop'),
  access_token: mostly('a-token'),
  expires_in: mostly(5_184_000),
  instagram_business_account: shaped({ id }),
  success: mostly(true),
  message_id: id,
});
const graphError = shaped({
  code: mostly(1, 3, 4, 10, 20, 100, 190, 80_002, 10_900),
  error_subcode: mostly(33, 463, 1_772_107),
  message: mostly('(#1) no'),
  is_transient: mostly(false),
});
const graphBody = fc.oneof(
  edge(comment),
  edge(place),
  edge(account),
  comment,
  account,
  shaped({ error: graphError }),
  odd,
);

const answer = shaped({ id, text: mostly('Evet'), creationDate: mostly(1_795_166_130_000), reason: mostly('no') });
const question = shaped({
  id,
  text: mostly('Kargo ne zaman?'),
  status: mostly('WAITING_FOR_ANSWER', 'ANSWERED', 'NEW_WORD'),
  creationDate: mostly(1_795_166_130_000),
  customerId: id,
  userName: mostly('Ada'),
  showUserName: mostly(true),
  productName: mostly('Lamba'),
  productMainId: id,
  webUrl: mostly('https://x.test'),
  answer,
  rejectedAnswer: answer,
});
const trendyolBody = fc.oneof(
  shaped({ content: many(question), totalPages: mostly(1) }),
  question,
  shaped({ answerId: id }),
  shaped({ errors: many(shaped({ message: mostly('no') })), exception: mostly('E') }),
  odd,
);

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const broken = fc.constantFrom(
  '',
  '<html>',
  '{"data":[',
  `{"data":${deep(20_000)}}`,
  `{"data":[{"id":"1","timestamp":"2026-11-20T09:15:30+0000","from":${deep(6000)}}]}`,
  `{"content":[{"id":1,"status":"NEW","creationDate":1,"more":${deep(6000)}}]}`,
);
const usage = fc.constantFrom(
  '{}',
  '[[',
  '{"1":[{"call_count":100,"estimated_time_to_regain_access":1e300}]}',
  '{"1":[{"call_count":-0.5,"estimated_time_to_regain_access":-5}]}',
);

/** Some answers in a row. */
export function hostileAnswers(channel: Channel): fc.Arbitrary<HostileAnswer[]> {
  const body = channel === 'trendyol' ? trendyolBody : graphBody;
  const told = body.map((value) => JSON.stringify(value) ?? '');
  const one = fc.record({
    status: fc.oneof(
      { weight: 3, arbitrary: fc.constant(200) },
      { weight: 1, arbitrary: fc.constantFrom(204, 400, 401, 403, 404, 429, 500, 503) },
    ),
    text: fc.oneof({ weight: 9, arbitrary: told }, { weight: 1, arbitrary: broken }),
    usage,
  });
  return fc.array(one, { minLength: 1, maxLength: 6 });
}
