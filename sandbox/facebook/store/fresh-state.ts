import { randomBytes } from 'node:crypto';
import type { FacebookState, Page } from './facebook-state.ts';
import { nthId } from './object-ids.ts';

/** A stand-in that nobody used yet: one app, one person, two Pages, nothing written. */
export function freshState(): FacebookState {
  return {
    port: 0,
    samplesDelivered: false,
    trickled: 0,
    ids: 4,
    app: {
      appId: nthId(1),
      appSecret: randomBytes(16).toString('hex'),
      verifyToken: randomBytes(12).toString('hex'),
      userId: nthId(2),
      userName: 'Deniz Örnek',
    },
    tokens: [],
    derivedTokens: {},
    webhooks: [],
    pages: [freshPage(nthId(3), 'Çınar Mağaza'), freshPage(nthId(4), 'Harbour Bags')],
    people: [],
    posts: [],
    comments: [],
  };
}

function freshPage(id: string, name: string): Page {
  return {
    id,
    name,
    category: 'Shopping & Retail',
    tasks: ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MANAGE', 'MESSAGING', 'MODERATE'],
    hasRole: true,
    subscribedFields: [],
  };
}
