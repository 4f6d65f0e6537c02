import type { PlatformResponse } from '../platform-http.ts';
import { createGraphClient } from './graph-client.ts';

const settings = { baseUrl: 'https://graph.facebook.com', version: 'v26.0' };
const now = (): number => Date.parse('2026-11-20T09:00:00Z');

function clientThatGets(answer: Partial<PlatformResponse>) {
  const urls: string[] = [];
  const usages: object[] = [];
  const http = {
    async call({ url }: { url: string }) {
      urls.push(url);
      return { status: 200, headers: new Headers(), text: '', json: {}, ...answer };
    },
    async noteUsage(usage: object) {
      usages.push(usage);
    },
  };
  return { graph: createGraphClient({ http, settings, now }, () => 'a-token'), urls, usages };
}

test('the token is in no address', async () => {
  const { graph, urls } = clientThatGets({});
  await graph.read({ path: 'me/accounts', query: { fields: 'id,from{id}' } });
  expect(urls).toEqual(['https://graph.facebook.com/v26.0/me/accounts?fields=id%2Cfrom%7Bid%7D']);
});

test('a token that the platform quotes is not told, the name of a permission is', async () => {
  const token = `EAAB${'x7Y'.repeat(20)}`;
  const message = `Malformed access token ${token}; needs instagram_business_manage_comments`;
  const { graph } = clientThatGets({ status: 400, json: { error: { code: 190, message } } });
  await expect(graph.read({ path: 'me' })).rejects.toThrow(
    'Malformed access token [...]; needs instagram_business_manage_comments',
  );
});

test('the highest figure of both usage headers is noted, with the time when calls are taken again', async () => {
  const business = [{ type: 'instagram', call_count: 95, total_time: 20, estimated_time_to_regain_access: 5 }];
  const headers = new Headers({
    'x-app-usage': '{"call_count":28,"total_cputime":25,"total_time":25}',
    'x-business-use-case-usage': JSON.stringify({ '17841400000000001': business }),
  });
  const { graph, usages } = clientThatGets({ headers });
  await graph.read({ path: 'me' });
  expect(usages).toEqual([{ name: 'calls', percent: 95, until: '2026-11-20T09:05:00.000Z' }]);
});

test('usage headers that cannot be read are as if they were not there', async () => {
  const headers = new Headers({ 'x-app-usage': 'half', 'x-business-use-case-usage': '[1]' });
  const { graph, usages } = clientThatGets({ headers });
  await graph.read({ path: 'me' });
  expect(usages).toEqual([]);
});

test.each([
  [200, 'retry', 'unsure'],
  [503, 'retry', 'unsure'],
  [404, 'refuse', 'refuse'],
])('an answer of %d without JSON means %s for a read and %s for a write', async (status, read, write) => {
  const { graph } = clientThatGets({ status, json: undefined, text: '<html>' });
  await expect(graph.read({ path: 'me' })).rejects.toMatchObject({ effect: read });
  await expect(graph.write({ method: 'POST', path: '1/replies' })).rejects.toMatchObject({ effect: write });
});
