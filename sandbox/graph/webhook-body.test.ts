import { signatureHeaders, webhookBody } from './webhook-body.ts';

test('§4 a delivery is signed over bytes whose Turkish letters are escaped in lower-case hex (Graph API webhooks, "Getting Started")', () => {
  const change = { field: 'feed', value: { item: 'comment', verb: 'add', message: 'İade' } };
  const body = webhookBody({ object: 'page', entry: [{ id: '1001', time: 1_795_168_530, changes: [change] }] });
  expect(body).toHaveLength(150);
  expect(signatureHeaders(body, 'test-app-secret')['x-hub-signature-256']).toBe(
    'sha256=2bc606ff8690deeb69ed472ef95c84d16b59b2b143eb45c34992af9fa20586c3',
  );
});
